import {
  armMulticast,
  behaviour,
  disarmMulticast,
  disarmUnicast,
  joinAllRouters,
  leaveAllRouters,
  report,
  sayGoodbye,
} from './routerAdvertiser/behaviour.ts'
import { BECOMING, CEASING, FIRST_PLAN, RESTART, SOLICITED, edge, state } from './routerAdvertiser/meta.ts'
import { multicastRegion } from './routerAdvertiser/multicastRegion.ts'
import { initialContext } from './routerAdvertiser/schedule.ts'
import { unicastRegion } from './routerAdvertiser/unicastRegion.ts'

export * from './routerAdvertiser/types.ts'

/**
 * The router advertiser of one link (RFC 4861 §6.2): when a Router Advertisement leaves, and to whom; what it says
 * is for the driver to build. Time comes with the events, chance from a generator in the context. An event that a
 * state does not name is ignored there.
 *
 * Two deviations serve those who wait: the first one after a plan leaves without a delay, and the first of the final
 * ones leaves even within MIN_DELAY_BETWEEN_RAS of another.
 */
export const routerAdvertiser = behaviour.createMachine({
  id: 'routerAdvertiser',
  context: ({ input }) => initialContext(input),
  initial: 'idle',
  on: {
    OTHER_ROUTER: { actions: 'noteOtherRouter', meta: edge('RA of another router', SOLICITED) },
  },
  states: {
    idle: {
      meta: state('Not advertising', BECOMING),
      initial: 'withoutLink',
      on: {
        STOP: { target: 'stopped', meta: edge('stop', CEASING) },
      },
      states: {
        withoutLink: {
          meta: state('Waiting for the link', BECOMING),
          on: {
            LINK_READY: [
              {
                guard: 'hasContents',
                target: '#advertising',
                meta: edge('link ready, a plan is there', BECOMING),
              },
              { target: 'withoutContents', meta: edge('link ready', BECOMING) },
            ],
            CONTENTS_CHANGED: { actions: 'takeContents', meta: edge('a plan', FIRST_PLAN) },
          },
        },
        withoutContents: {
          meta: state('Waiting for a plan', FIRST_PLAN),
          on: {
            CONTENTS_CHANGED: {
              target: '#advertising',
              actions: 'takeContents',
              meta: edge('the first plan', BECOMING),
            },
            LINK_LOST: { target: 'withoutLink', meta: edge('link lost', BECOMING) },
          },
        },
      },
    },
    advertising: {
      id: 'advertising',
      meta: state('Advertising', BECOMING),
      type: 'parallel',
      entry: [joinAllRouters, 'beginInitialBurst', armMulticast, report('advertising')],
      on: {
        LINK_LOST: {
          target: 'idle',
          actions: [disarmMulticast, disarmUnicast, 'forgetWaiting', leaveAllRouters],
          meta: edge('link lost', BECOMING),
        },
        STOP: [
          {
            guard: 'withdrawsRepeatedly',
            target: 'ceasing',
            actions: ['countFinals', ...sayGoodbye, disarmUnicast, armMulticast],
            meta: edge('stop, several final RAs', CEASING),
          },
          {
            guard: 'withdraws',
            target: 'stopped',
            actions: [...sayGoodbye, disarmMulticast, disarmUnicast, leaveAllRouters],
            meta: edge('stop, one final RA', CEASING),
          },
          {
            target: 'stopped',
            actions: [disarmMulticast, disarmUnicast],
            meta: edge('stop without withdrawal', RESTART),
          },
        ],
      },
      states: {
        multicast: multicastRegion,
        unicast: unicastRegion,
      },
    },
    ceasing: {
      meta: state('Ceasing to be a router here', CEASING),
      on: {
        DEADLINE: [
          {
            guard: 'finalDue',
            actions: [...sayGoodbye, armMulticast],
            meta: edge('final RA due, more to come', CEASING),
          },
          {
            guard: 'multicastDue',
            target: 'stopped',
            actions: [...sayGoodbye, leaveAllRouters],
            meta: edge('last final RA due', CEASING),
          },
        ],
        LINK_LOST: {
          target: 'stopped',
          actions: [disarmMulticast, leaveAllRouters],
          meta: edge('link lost', CEASING),
        },
        STOP: {
          target: 'stopped',
          actions: [disarmMulticast, leaveAllRouters],
          meta: edge('stop at once', CEASING),
        },
      },
    },
    stopped: {
      meta: state('Stopped', CEASING),
      type: 'final',
      entry: report('ceased'),
    },
  },
})
