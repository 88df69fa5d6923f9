import { armUnicast, behaviour, disarmUnicast, tellWaitingHosts } from './behaviour.ts'
import { SOLICITED, edge, state } from './meta.ts'

export const unicastRegion = behaviour.createStateConfig({
  meta: state('Answers to single hosts', SOLICITED),
  initial: 'quiet',
  states: {
    quiet: {
      meta: state('Nobody waits', SOLICITED),
      on: {
        ROUTER_SOLICITATION: {
          guard: 'answeredByUnicast',
          target: 'answering',
          actions: ['scheduleUnicastAnswer', armUnicast],
          meta: edge('RS, answer by unicast', SOLICITED),
        },
      },
    },
    answering: {
      meta: state('Hosts wait', SOLICITED),
      on: {
        ROUTER_SOLICITATION: {
          guard: 'answeredByUnicast',
          actions: 'scheduleUnicastAnswer',
          meta: edge('RS of another host', SOLICITED),
        },
        DEADLINE: [
          {
            guard: 'unicastDue',
            target: 'quiet',
            actions: tellWaitingHosts,
            meta: edge('unicast due', SOLICITED),
          },
          {
            guard: 'multicastDue',
            target: 'quiet',
            actions: [disarmUnicast, 'forgetWaiting'],
            meta: edge('the multicast was sooner', SOLICITED),
          },
        ],
      },
    },
  },
})
