import assert from 'node:assert/strict'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { requestingRouterMachine } from '../../machines/requestingRouter.ts'
import type { RequestingRouterEvent, RequestingRouterInput } from '../../machines/requestingRouter/types.ts'
import { messageTitle } from '../../src/rules/dhcpv6/messageTitle.ts'
import { AT } from './requestingRouterEvents.ts'
import { describeEdge, edgesOf, step, type Step } from './columnsWalk.ts'
import * as on from './requestingRouterEvents.ts'

const machine = requestingRouterMachine as unknown as AnyStateMachine

/** Sends all, and gives the last step. */
function run(events: readonly RequestingRouterEvent[], input: RequestingRouterInput): Step {
  let last = step(machine, null, null, input)
  for (const event of events) last = step(machine, last.snapshot, event)
  return last
}

/** `arm T1 +1000`, `transmit Solicit 1`, `report leaseTaken`: an effect in a few words. RTs are random. */
function brief(effect: Step['effects'][number]): string {
  const { type, ...rest } = effect as unknown as { type: string } & Record<string, unknown>
  switch (type) {
    case 'arm':
      if (rest['name'] === 'RT') return 'arm RT'
      return `arm ${rest['name'] as string} +${Math.round(((rest['at'] as number) - AT) / 1000)}`
    case 'disarm':
      return `disarm ${rest['name'] as string}`
    case 'transmit':
      return `transmit ${messageTitle((rest['message'] as { type: number }).type)} ${rest['transmissions'] as number}`
    case 'report':
      return `report ${rest['what'] as string}`
    case 'withdrawPlan':
      return `withdrawPlan ${rest['why'] as string}`
    case 'installPlan':
      return `installPlan ${rest['generation'] as number}`
    default:
      return type
  }
}

/** `assigningSrToRr.collecting` */
function stateOf({ value }: AnyMachineSnapshot): string {
  if (typeof value === 'string') return value
  return Object.entries(value as Record<string, string>)
    .map(([outer, inner]) => `${outer}.${inner}`)
    .join()
}

/** Ways to places. */
const prepared = [on.start]
const delayed = [on.start, on.ready]
const collecting = [...delayed, on.due('SOLICIT_DELAY')]
const soliciting = [...collecting, on.due('RT')]
const requesting = [...collecting, on.advertise(1, 255)]
const twoOffers = [...collecting, on.advertise(1), on.advertise(2), on.due('RT')]
const exhausted = (way: readonly RequestingRouterEvent[]) => [
  ...way,
  ...Array.from({ length: 9 }, () => on.due('RT')),
]
const installing = [...requesting, on.reply('bound')]
const inSync = [...installing, on.installed(1)]
const renewing = [...inSync, on.due('T1', 1000)]
const rebinding = [...inSync, on.due('T2', 2000), on.due('T1', 2000)]
const resumed = [on.startWithLease]
const delayedCheck = [...resumed, on.ready]
const confirming = [...delayedCheck, on.due('SOLICIT_DELAY')]
const requestingAgain = [...confirming, on.reply('noBinding')]
const releasing = [...inSync, on.stop(true)]

const END_EXCHANGE = ['disarm RT', 'disarm MRD', 'disarm SOLICIT_DELAY']
const WITHDRAW = [...END_EXCHANGE, 'disarm T1', 'disarm T2', 'disarm EXPIRY']
const TAKE = [...END_EXCHANGE, 'arm T1 +1000', 'arm T2 +2000', 'arm EXPIRY +4000']
const GONE = [...WITHDRAW, 'withdrawPlan gone', 'forgetLease']
const BACK_OFF = [...END_EXCHANGE, 'arm SOLICIT_DELAY +1']
const END = [...WITHDRAW, 'withdrawPlan stopping', 'disarm PORTS_TIMEOUT', 'closePorts']
const LEAVE = [...WITHDRAW, 'disarm PORTS_TIMEOUT', 'closePorts']
const WAIT = [...END_EXCHANGE, 'arm PORTS_TIMEOUT +120']
const CHECK = [...END_EXCHANGE, 'disarm PORTS_TIMEOUT', 'arm SOLICIT_DELAY +0']
const SOLICIT = ['disarm PORTS_TIMEOUT', 'arm SOLICIT_DELAY +0']
const RECORD = ['advertise', 'saveLease', 'report leaseTaken']
const RELEASE = [...WITHDRAW, 'withdrawPlan gone', 'transmit Release 1', 'arm RT']

type Row = readonly [
  way: readonly RequestingRouterEvent[],
  event: RequestingRouterEvent,
  state: string,
  effects: readonly string[],
]

/** In each place what happens on an event: the state after it, and the effects in their order. */
const table: Readonly<Record<string, readonly Row[]>> = {
  start: [
    [[], on.start, 'prepare', ['openPorts', 'arm PORTS_TIMEOUT +120']],
    [
      [],
      on.startWithLease,
      'prepare',
      ['arm EXPIRY +4000', 'openPorts', 'arm PORTS_TIMEOUT +120', 'installPlan 1', 'report leaseResumed'],
    ],
    [[], on.stop(false), 'closeDevs', END],
    [[], on.leave, 'end', LEAVE],
  ],
  prepare: [
    [prepared, on.ready, 'init', SOLICIT],
    [prepared, on.due('PORTS_TIMEOUT', 120), 'prepare', ['report portsTimeout']],
    [prepared, on.stop(true), 'closeDevs', END],
    [prepared, on.leave, 'end', LEAVE],
    [resumed, on.ready, 'configRrPrepare.delaying', CHECK],
    [resumed, on.installed(1), 'prepare', ['advertise']],
    [resumed, on.installed(0), 'prepare', []],
    [resumed, on.notInstalled(1), 'prepare', ['report installFailed', 'advertise']],
    [resumed, on.due('EXPIRY', 4000), 'prepare', ['report leaseEnded', ...GONE]],
    [resumed, on.stop(true), 'releaseState.releasing', RELEASE],
    [resumed, on.leave, 'end', LEAVE],
  ],
  init: [
    [delayed, on.due('SOLICIT_DELAY'), 'assigningSrToRr.collecting', ['transmit Solicit 1', 'arm RT']],
    [delayed, on.lost, 'prepare', WAIT],
    [delayed, on.ready, 'init', SOLICIT],
    [delayed, on.stop(true), 'closeDevs', END],
    [delayed, on.leave, 'end', LEAVE],
  ],
  'assigningSrToRr.collecting': [
    [collecting, on.advertise(1), 'assigningSrToRr.collecting', []],
    [
      collecting,
      on.advertise(1, 255),
      'configRrPrepare.requesting',
      ['report offerChosen', 'transmit Request 1', 'arm RT'],
    ],
    [collecting, on.nothing, 'assigningSrToRr.collecting', ['report refusedBy']],
    [collecting, on.reply('bound'), 'configExchange', [...TAKE, 'installPlan 1']],
    [collecting, on.reply('refused'), 'assigningSrToRr.collecting', ['report refusedBy']],
    [collecting, on.reply('retryLater'), 'assigningSrToRr.collecting', ['report refusedBy']],
    [collecting, on.reply('noBinding'), 'assigningSrToRr.collecting', ['report refusedBy']],
    [
      collecting,
      on.due('RT'),
      'assigningSrToRr.soliciting',
      ['report unanswered', 'transmit Solicit 2', 'arm RT'],
    ],
    [
      [...collecting, on.advertise(1)],
      on.due('RT'),
      'configRrPrepare.requesting',
      ['report offerChosen', 'transmit Request 1', 'arm RT'],
    ],
    [collecting, on.ready, 'init', [...END_EXCHANGE, ...SOLICIT]],
    [collecting, on.lost, 'prepare', WAIT],
    [collecting, on.stop(true), 'closeDevs', END],
    [collecting, on.leave, 'end', LEAVE],
  ],
  'assigningSrToRr.soliciting': [
    [
      soliciting,
      on.advertise(1),
      'configRrPrepare.requesting',
      ['report offerChosen', 'transmit Request 1', 'arm RT'],
    ],
    [soliciting, on.nothing, 'assigningSrToRr.soliciting', ['report refusedBy']],
    [
      soliciting,
      on.due('RT'),
      'assigningSrToRr.soliciting',
      ['report unanswered', 'transmit Solicit 3', 'arm RT'],
    ],
  ],
  'configRrPrepare.requesting': [
    [requesting, on.reply('bound'), 'configExchange', [...TAKE, 'installPlan 1']],
    [requesting, on.reply('retryLater'), 'configRrPrepare.requesting', ['report refusedBy']],
    [requesting, on.reply('refused'), 'init', ['report refusedBy', ...BACK_OFF]],
    [requesting, on.reply('noBinding'), 'init', ['report refusedBy', ...BACK_OFF]],
    [
      twoOffers,
      on.reply('refused'),
      'configRrPrepare.requesting',
      ['report refusedBy', ...END_EXCHANGE, 'report offerChosen', 'transmit Request 1', 'arm RT'],
    ],
    [
      requesting,
      on.due('RT'),
      'configRrPrepare.requesting',
      ['report unanswered', 'transmit Request 2', 'arm RT'],
    ],
    [exhausted(requesting), on.due('RT'), 'init', BACK_OFF],
    [
      exhausted(twoOffers),
      on.due('RT'),
      'configRrPrepare.requesting',
      [...END_EXCHANGE, 'report offerChosen', 'transmit Request 1', 'arm RT'],
    ],
    [requesting, on.lost, 'prepare', WAIT],
    [requesting, on.ready, 'init', [...END_EXCHANGE, ...SOLICIT]],
    [requesting, on.stop(true), 'closeDevs', END],
    [requesting, on.leave, 'end', LEAVE],
  ],
  'configRrPrepare.requesting, with a lease': [
    [requestingAgain, on.reply('bound'), 'configExchange', [...TAKE, 'installPlan 2']],
    [requestingAgain, on.reply('refused'), 'configRrPrepare.requesting', ['report refusedBy']],
    [requestingAgain, on.reply('noBinding'), 'configRrPrepare.requesting', ['report refusedBy']],
    [
      exhausted(requestingAgain),
      on.due('RT'),
      'configRrPrepare.renewing',
      [...END_EXCHANGE, 'transmit Renew 1', 'arm RT'],
    ],
    [
      exhausted(requestingAgain),
      on.due('RT', 2500),
      'configRrPrepare.rebinding',
      [...END_EXCHANGE, 'transmit Rebind 1', 'arm RT'],
    ],
    [
      requestingAgain,
      on.due('EXPIRY', 4000),
      'init',
      ['report leaseEnded', ...GONE, ...END_EXCHANGE, 'arm SOLICIT_DELAY +4001'],
    ],
    [requestingAgain, on.lost, 'configRrPrepare.requesting', []],
  ],
  configExchange: [
    [installing, on.installed(1), 'configInSync', RECORD],
    [installing, on.installed(0), 'configExchange', []],
    [installing, on.notInstalled(1), 'configInSync', ['report installFailed', ...RECORD]],
    [installing, on.due('T1', 1000), 'configRrPrepare.renewing', ['transmit Renew 1', 'arm RT']],
    [
      installing,
      on.due('EXPIRY', 4000),
      'init',
      ['report leaseEnded', ...GONE, ...END_EXCHANGE, 'arm SOLICIT_DELAY +4001'],
    ],
    [installing, on.ready, 'configRrPrepare.delaying', CHECK],
    [installing, on.stop(false), 'closeDevs', END],
    [installing, on.stop(true), 'releaseState.releasing', RELEASE],
    [installing, on.leave, 'end', LEAVE],
  ],
  configInSync: [
    [inSync, on.due('T1', 1000), 'configRrPrepare.renewing', ['transmit Renew 1', 'arm RT']],
    [inSync, on.due('T1', 2500), 'configRrPrepare.rebinding', ['transmit Rebind 1', 'arm RT']],
    [
      inSync,
      on.due('EXPIRY', 5000),
      'init',
      ['report leaseEnded', ...GONE, ...END_EXCHANGE, 'arm SOLICIT_DELAY +5001'],
    ],
    [inSync, on.ready, 'configRrPrepare.delaying', CHECK],
    [inSync, on.lost, 'configInSync', []],
    [inSync, on.installed(1), 'configInSync', ['advertise']],
    [inSync, on.reply('lost'), 'configInSync', []],
    [inSync, on.stop(false), 'closeDevs', END],
    [inSync, on.stop(true), 'releaseState.releasing', RELEASE],
    [inSync, on.leave, 'end', LEAVE],
  ],
  'configRrPrepare.renewing': [
    [renewing, on.reply('bound'), 'configExchange', [...TAKE, 'installPlan 2']],
    [
      renewing,
      on.reply('noBinding'),
      'configRrPrepare.requesting',
      ['report refusedBy', 'disarm MRD', 'transmit Request 1', 'arm RT'],
    ],
    [renewing, on.reply('retryLater'), 'configRrPrepare.renewing', ['report refusedBy']],
    [renewing, on.reply('refused'), 'configRrPrepare.renewing', ['report refusedBy']],
    [renewing, on.reply('lost'), 'init', ['report leaseEnded', ...GONE, ...BACK_OFF]],
    [
      renewing,
      on.due('RT', 1010),
      'configRrPrepare.renewing',
      ['report unanswered', 'transmit Renew 2', 'arm RT'],
    ],
    [renewing, on.due('T2', 2000), 'configRrPrepare.rebinding', ['transmit Rebind 1', 'arm RT']],
    [
      renewing,
      on.due('EXPIRY', 4000),
      'init',
      ['report leaseEnded', ...GONE, ...END_EXCHANGE, 'arm SOLICIT_DELAY +4001'],
    ],
    [renewing, on.installed(1), 'configRrPrepare.renewing', ['advertise', 'saveLease']],
    [
      renewing,
      on.notInstalled(1),
      'configRrPrepare.renewing',
      ['report installFailed', 'advertise', 'saveLease'],
    ],
    [renewing, on.lost, 'configRrPrepare.renewing', []],
    [renewing, on.ready, 'configRrPrepare.delaying', CHECK],
    [renewing, on.stop(false), 'closeDevs', END],
    [renewing, on.stop(true), 'releaseState.releasing', RELEASE],
    [renewing, on.leave, 'end', LEAVE],
  ],
  'configRrPrepare.rebinding': [
    [rebinding, on.reply('bound'), 'configExchange', [...TAKE, 'installPlan 2']],
    [
      rebinding,
      on.reply('noBinding'),
      'configRrPrepare.requesting',
      ['report refusedBy', 'disarm MRD', 'transmit Request 1', 'arm RT'],
    ],
    [rebinding, on.reply('lost'), 'init', ['report leaseEnded', ...GONE, ...BACK_OFF]],
    [
      rebinding,
      on.due('RT', 2010),
      'configRrPrepare.rebinding',
      ['report unanswered', 'transmit Rebind 2', 'arm RT'],
    ],
    [
      rebinding,
      on.due('EXPIRY', 4000),
      'init',
      ['report leaseEnded', ...GONE, ...END_EXCHANGE, 'arm SOLICIT_DELAY +4001'],
    ],
  ],
  'configRrPrepare.delaying': [
    [
      delayedCheck,
      on.due('SOLICIT_DELAY'),
      'configRrPrepare.confirming',
      ['transmit Rebind 1', 'arm RT', 'arm MRD +10'],
    ],
    [delayedCheck, on.ready, 'configRrPrepare.delaying', CHECK],
    [
      delayedCheck,
      on.due('EXPIRY', 4000),
      'init',
      ['report leaseEnded', ...GONE, ...END_EXCHANGE, 'arm SOLICIT_DELAY +4001'],
    ],
    [delayedCheck, on.stop(false), 'closeDevs', END],
  ],
  'configRrPrepare.confirming': [
    [confirming, on.reply('bound'), 'configExchange', [...TAKE, 'installPlan 2']],
    [
      confirming,
      on.reply('noBinding'),
      'configRrPrepare.requesting',
      ['report refusedBy', 'disarm MRD', 'transmit Request 1', 'arm RT'],
    ],
    [confirming, on.reply('lost'), 'init', ['report leaseEnded', ...GONE, ...BACK_OFF]],
    [
      confirming,
      on.due('RT', 1),
      'configRrPrepare.confirming',
      ['report unanswered', 'transmit Rebind 2', 'arm RT'],
    ],
    [confirming, on.due('MRD', 10), 'configInSync', ['report linkCheckUnanswered', ...TAKE]],
    [confirming, on.ready, 'configRrPrepare.delaying', CHECK],
  ],
  releaseState: [
    [releasing, on.reply('bound'), 'closeDevs', ['report leaseEnded', 'forgetLease', ...END]],
    [
      releasing,
      on.due('RT'),
      'releaseState.releasing',
      ['report unanswered', 'transmit Release 2', 'arm RT'],
    ],
    [
      [...releasing, on.due('RT'), on.due('RT'), on.due('RT')],
      on.due('RT'),
      'closeDevs',
      ['forgetLease', ...END],
    ],
    [releasing, on.stop(false), 'closeDevs', ['forgetLease', ...END]],
    [releasing, on.leave, 'end', LEAVE],
  ],
  closeDevs: [[[...inSync, on.stop(false)], on.closed, 'end', []]],
}

describe('the RR column of the chart, step by step', () => {
  for (const [place, rows] of Object.entries(table)) {
    describe(`in ${place}`, () => {
      for (const [way, event, state, effects] of rows) {
        const name = event.type === 'DEADLINE' ? event.name : event.type
        const detail = 'outcome' in event ? ` ${event.outcome.kind}` : ''
        it(`${name}${detail} leads to ${state}`, () => {
          const last = run([...way, event], on.INPUT)
          assert.equal(stateOf(last.snapshot), state)
          assert.deepEqual(last.effects.map(brief), effects)
        })
      }
    })
  }

  it('shows every edge that can be taken', () => {
    const shown = Object.values(table)
      .flat()
      .flatMap(([way, event]) => run([...way, event], on.INPUT).taken)
    const left = edgesOf(machine).filter(edge => !shown.includes(edge))
    assert.deepEqual(left.map(describeEdge).sort(), Object.keys(on.UNTAKEABLE).sort())
  })
})
