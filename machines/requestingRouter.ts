import { setup } from 'xstate'
import { effectActions } from './effects.ts'
import { machineConfig } from './kd6Machine.ts'
import { RR_ACTIONS } from './requestingRouter/actions.ts'
import { RR_DETAIL } from './requestingRouter/detail.ts'
import { RR_GUARDS } from './requestingRouter/guards.ts'
import {
  REQUESTING_ROUTER_EFFECTS,
  type RequestingRouterContext,
  type RequestingRouterEffects,
  type RequestingRouterEvent,
  type RequestingRouterInput,
} from './requestingRouter/types.ts'

function initialContext({ input }: { input: RequestingRouterInput }): RequestingRouterContext {
  return {
    random: input.seed,
    iaids: input.iaids,
    hintLength: input.hintLength,
    rapidCommit: input.rapidCommit,
    exchange: null,
    offers: [],
    lease: null,
    statuses: [],
    generation: 0,
    solMaxRt: null,
    solMaxRtHeard: [],
    noPrefixAvail: 0,
    failures: 0,
    releases: false,
  }
}

/** The RR column of the kd6 v0.5 chart with its extensions and nested detail: one instance per WAN port. */
export const requestingRouterMachine = setup({
  types: {
    context: {} as RequestingRouterContext,
    events: {} as RequestingRouterEvent,
    input: {} as RequestingRouterInput,
  },
  actions: effectActions<RequestingRouterEffects>(REQUESTING_ROUTER_EFFECTS),
  guards: {
    ...RR_GUARDS,
    deadlineIs: ({ event }, { name }: { name: string }) => event.type === 'DEADLINE' && event.name === name,
  },
}).createMachine({
  context: initialContext,
  ...machineConfig({
    role: 'RR',
    detail: RR_DETAIL,
    actions: does => {
      const steps = RR_ACTIONS[does]
      if (steps === undefined) throw new Error(`RR has no action ${does}`)
      return steps
    },
  }),
} as never)
