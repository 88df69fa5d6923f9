import { armMulticast, behaviour, tellAllNodes, tellAllNodesAgain } from './behaviour.ts'
import { RETRY, SOLICITED, UNSOLICITED, edge, state } from './meta.ts'

const answerByMulticast = {
  guard: 'answeredByMulticast' as const,
  target: 'solicited',
  actions: ['scheduleMulticastAnswer' as const, armMulticast],
  meta: edge('RS, answer by multicast, the interval comes later', SOLICITED),
}

/** What goes on once a multicast has left that was none of the burst's or the interval's own. */
const resume = (actions: ReturnType<typeof tellAllNodes> | typeof tellAllNodesAgain) => [
  {
    guard: 'multicastDueInInitialBurst' as const,
    target: 'initial',
    actions,
    meta: edge('multicast due, first ones still to come', UNSOLICITED),
  },
  {
    guard: 'multicastDueInBurst' as const,
    target: 'changed',
    actions,
    meta: edge('multicast due, repetitions still to come', UNSOLICITED),
  },
  {
    guard: 'multicastDue' as const,
    target: 'periodic',
    actions,
    meta: edge('multicast due', UNSOLICITED),
  },
]

/** A state names the reason of the next Router Advertisement to all nodes. */
export const multicastRegion = behaviour.createStateConfig({
  meta: state('What the next RA to all nodes is for', UNSOLICITED),
  initial: 'initial',
  on: {
    CONTENTS_CHANGED: {
      target: '.changed',
      actions: ['beginChangedBurst', armMulticast],
      meta: edge('contents changed', UNSOLICITED),
    },
    MULTICAST_FAILED: {
      target: '.retrying',
      actions: ['retryMulticast', armMulticast],
      meta: edge('the last one did not leave', RETRY),
    },
  },
  states: {
    initial: {
      meta: state('One of the first', UNSOLICITED),
      on: {
        DEADLINE: [
          {
            guard: 'multicastDueInBurst',
            actions: tellAllNodes('initial'),
            meta: edge('multicast due, first ones still to come', UNSOLICITED),
          },
          {
            guard: 'multicastDue',
            target: 'periodic',
            actions: tellAllNodes('initial'),
            meta: edge('multicast due, the last of the first', UNSOLICITED),
          },
        ],
        ROUTER_SOLICITATION: answerByMulticast,
      },
    },
    changed: {
      meta: state('News', UNSOLICITED),
      on: {
        DEADLINE: [
          {
            guard: 'multicastDueInBurst',
            actions: tellAllNodes('changed'),
            meta: edge('multicast due, repetitions still to come', UNSOLICITED),
          },
          {
            guard: 'multicastDue',
            target: 'periodic',
            actions: tellAllNodes('changed'),
            meta: edge('multicast due, the last repetition', UNSOLICITED),
          },
        ],
        ROUTER_SOLICITATION: answerByMulticast,
      },
    },
    periodic: {
      meta: state('The interval has passed', UNSOLICITED),
      on: {
        DEADLINE: {
          guard: 'multicastDue',
          actions: tellAllNodes('periodic'),
          meta: edge('multicast due', UNSOLICITED),
        },
        ROUTER_SOLICITATION: answerByMulticast,
      },
    },
    solicited: {
      meta: state('An answer', SOLICITED),
      on: { DEADLINE: resume(tellAllNodes('solicited')) },
    },
    retrying: {
      meta: state('The last one again', RETRY),
      on: { DEADLINE: resume(tellAllNodesAgain) },
    },
  },
})
