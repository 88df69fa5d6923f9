import { and, createMachine, not } from 'xstate'

/** A small machine that holds everything the drawer knows. */
export const sampleMachine = createMachine({
  id: 'sample',
  initial: 'asleep',
  on: { PING: { actions: 'greet', meta: { source: 'RFC 1 §9' } } },
  states: {
    asleep: {
      meta: { title: 'Asleep <yet>', source: 'RFC 1 §1', origin: 'v0.5' },
      exit: { type: 'arm', params: { name: 'T1' } },
      on: {
        WAKE: [
          {
            target: 'awake',
            guard: and(['isWarm', not('isLate')]),
            actions: 'greet',
            meta: { role: 'RR', origin: 'v0.5', source: 'RFC 1 §2' },
          },
          {
            target: 'done',
            meta: { role: 'CT', origin: 'extension', label: 'nobody answered for a long time' },
          },
        ],
        PONG: {
          target: 'asleep',
          meta: { role: 'SR', origin: 'projection', label: 'PONG [isWarm] / greet, arm' },
        },
      },
      after: { 1000: { target: 'done', meta: { origin: 'extension' } } },
    },
    awake: {
      type: 'parallel',
      meta: { title: 'Awake', origin: 'v0.5' },
      onDone: { target: 'done', meta: { origin: 'extension' } },
      on: { SLEEP: { target: 'asleep', meta: { role: 'RR', origin: 'v0.5' } } },
      states: {
        eyes: {
          initial: 'open',
          on: { BLINK: { target: '.closed' } },
          states: {
            open: { on: { TIRED: 'closed' } },
            closed: { always: { target: 'open', guard: 'isWarm' } },
          },
        },
        ears: {
          initial: 'listening',
          states: { listening: { on: { '*': 'deaf' } }, deaf: { type: 'final' } },
        },
      },
    },
    done: { type: 'final', meta: { title: 'Done', origin: 'v0.5' } },
  },
})

/** Many states that lead to one by the same edge, with a name longer than a line. */
export const crowdedMachine = createMachine({
  id: 'crowded',
  initial: 's0',
  states: {
    ...Object.fromEntries(
      [0, 1, 2, 3, 4].map(n => [
        `s${n}`,
        {
          on: {
            LEAVE_EVERYTHING_EXACTLY_AS_IT_STANDS_AND_GO: { target: 'end' },
            NEXT: { target: `s${(n + 1) % 5}` },
          },
        },
      ]),
    ),
    end: { type: 'final' },
  },
})
