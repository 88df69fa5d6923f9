import { assertEvent, assign, setup } from 'xstate'
import { MAX_FINAL_RTR_ADVERTISEMENTS } from '../../src/rules/nd/variables.ts'
import { ALL_NODES } from '../../src/values/ipv6Address.ts'
import { instant } from '../../src/values/time.ts'
import { effectActions } from '../effects.ts'
import {
  answersByMulticast,
  answersByUnicast,
  scheduleMulticastAnswer,
  scheduleUnicastAnswer,
} from './answers.ts'
import { beginBurst, finalSent, multicastSent, retryMulticast } from './schedule.ts'
import {
  ADVERTISER_EFFECTS,
  type AdvertisementReason,
  type AdvertiserContext,
  type AdvertiserEffects,
  type AdvertiserEvent,
  type AdvertiserInput,
  type AdvertiserMeta,
} from './types.ts'

const isDue = (event: AdvertiserEvent, name: 'multicast' | 'unicast') =>
  event.type === 'DEADLINE' && event.name === name

/** Everything the chart names: its guards, what changes its context, and its effects. */
export const behaviour = setup({
  types: {
    context: {} as AdvertiserContext,
    events: {} as AdvertiserEvent,
    input: {} as AdvertiserInput,
    meta: {} as AdvertiserMeta,
  },
  guards: {
    hasContents: ({ context }) => context.hasContents,
    multicastDue: ({ event }) => isDue(event, 'multicast'),
    multicastDueInBurst: ({ context, event }) => isDue(event, 'multicast') && context.quick > 1,
    multicastDueInInitialBurst: ({ context, event }) =>
      isDue(event, 'multicast') && context.quick > 1 && context.burst === 'initial',
    unicastDue: ({ event }) => isDue(event, 'unicast'),
    finalDue: ({ context, event }) => isDue(event, 'multicast') && context.finals > 1,
    answeredByMulticast: ({ context, event }) =>
      event.type === 'ROUTER_SOLICITATION' && answersByMulticast(context, event),
    answeredByUnicast: ({ context, event }) =>
      event.type === 'ROUTER_SOLICITATION' && answersByUnicast(context, event),
    withdraws: ({ event }) => event.type === 'STOP' && event.withdraw,
    withdrawsRepeatedly: ({ event }) => event.type === 'STOP' && event.withdraw && event.finals > 1,
  },
  actions: {
    ...effectActions<AdvertiserEffects>(ADVERTISER_EFFECTS),
    takeContents: assign({ hasContents: true }),
    beginInitialBurst: assign(({ context, event }) => beginBurst(context, 'initial', event.at)),
    beginChangedBurst: assign(({ context, event }) => beginBurst(context, 'changed', event.at)),
    retryMulticast: assign(({ context, event }) => retryMulticast(context, event.at)),
    multicastSent: assign(({ context, event }, { reason }: { reason: AdvertisementReason }) =>
      multicastSent(context, reason, event.at),
    ),
    scheduleMulticastAnswer: assign(({ context, event }) => scheduleMulticastAnswer(context, event.at)),
    scheduleUnicastAnswer: assign(({ context, event }) => {
      assertEvent(event, 'ROUTER_SOLICITATION')
      return scheduleUnicastAnswer(context, event)
    }),
    forgetWaiting: assign({ waiting: [] }),
    countFinals: assign(({ event }) => {
      assertEvent(event, 'STOP')
      return { finals: Math.min(event.finals, MAX_FINAL_RTR_ADVERTISEMENTS) }
    }),
    noteOtherRouter: assign(({ context, event }) => {
      assertEvent(event, 'OTHER_ROUTER')
      return { otherRouterUntil: instant(Math.max(context.otherRouterUntil, event.until)) }
    }),
    finalSent: assign(({ context, event }) => finalSent(context, event.at)),
  },
})

interface Now {
  readonly context: AdvertiserContext
}

function effect<Name extends keyof AdvertiserEffects>(
  type: Name,
  params: AdvertiserEffects[Name] | ((now: Now) => AdvertiserEffects[Name]),
) {
  return { type, params }
}

const TO_ALL_NODES = [ALL_NODES]

export const armMulticast = effect('arm', ({ context }) => ({ name: 'multicast', at: context.nextMulticast }))
export const armUnicast = effect('arm', ({ context }) => ({ name: 'unicast', at: context.nextUnicast }))
export const disarmMulticast = effect('disarm', { name: 'multicast' })
export const disarmUnicast = effect('disarm', { name: 'unicast' })
export const joinAllRouters = effect('joinAllRouters', {})
export const leaveAllRouters = effect('leaveAllRouters', {})
export const report = (what: AdvertiserEffects['report']['what']) => effect('report', { what })

/** Tells all nodes and sets the time of the next. */
export const tellAllNodes = (reason: AdvertisementReason) => [
  effect('advertise', { to: TO_ALL_NODES, reason, final: false }),
  { type: 'multicastSent' as const, params: { reason } },
  armMulticast,
]

/** Tells all nodes once more what did not leave the last time. */
export const tellAllNodesAgain = [
  effect('advertise', ({ context }) => ({ to: TO_ALL_NODES, reason: context.lastReason, final: false })),
  { type: 'multicastSent' as const, params: ({ context }: Now) => ({ reason: context.lastReason }) },
  armMulticast,
]

export const tellWaitingHosts = [
  effect('advertise', ({ context }) => ({ to: context.waiting, reason: 'solicited', final: false })),
  'forgetWaiting' as const,
]

export const sayGoodbye = [
  effect('advertise', { to: TO_ALL_NODES, reason: 'final', final: true }),
  'finalSent' as const,
]
