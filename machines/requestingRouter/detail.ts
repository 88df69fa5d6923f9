import type { StateDetail } from '../kd6Machine.ts'

const RETRANSMIT = (source: string) => ({ on: 'RT', does: ['sendAgain'], source })

/** What RR does within the states of the v0.5 chart. A nested state is tried before the edges of its parent. */
export const RR_DETAIL: Readonly<Record<string, StateDetail>> = {
  assigningSrToRr: {
    initial: 'collecting',
    edges: [
      { on: 'ADVERTISE', guard: 'keepsAdvertise', does: ['keepOffer'], source: 'RFC 9915 §18.2.9' },
      { on: 'ADVERTISE', does: ['noteRefusal'], source: 'RFC 9915 §18.2.9' },
      { on: 'REPLY', does: ['noteReply', 'noteRefusal'], source: 'RFC 9915 §18.2.1' },
    ],
    states: {
      collecting: {
        title: 'first RT: Advertises are collected',
        source: 'RFC 9915 §18.2.1',
        edges: [
          { on: 'RT', guard: 'hasNoOffers', to: 'soliciting', does: ['sendAgain'], source: 'RFC 9915 §15' },
        ],
      },
      soliciting: {
        title: 'the first Advertise is taken',
        source: 'RFC 9915 §18.2.1',
        edges: [RETRANSMIT('RFC 9915 §15')],
      },
    },
  },
  configRrPrepare: {
    initial: 'requesting',
    edges: [
      {
        on: 'PLAN_INSTALLED',
        guard: 'planIsCurrent',
        does: ['advertise', 'saveLease'],
        source: 'RFC 9915 §18.2.12',
      },
      {
        on: 'INSTALL_FAILED',
        guard: 'planIsCurrent',
        does: ['reportInstallFailure', 'advertise', 'saveLease'],
        source: 'kd6',
      },
      { on: 'REPLY', does: ['noteReply', 'noteRefusal'], source: 'RFC 9915 §18.2.10' },
    ],
    states: {
      requesting: {
        title: 'Request sent',
        source: 'RFC 9915 §18.2.2',
        edges: [{ ...RETRANSMIT('RFC 9915 §15'), guard: 'mayRepeat' }],
      },
      renewing: {
        title: 'Renew sent, T1 to T2',
        source: 'RFC 9915 §18.2.4',
        edges: [
          RETRANSMIT('RFC 9915 §15'),
          { on: 'T2', to: 'rebinding', does: ['sendRebind'], source: 'RFC 9915 §18.2.5' },
          {
            on: 'REPLY',
            guard: 'findsNoBinding',
            to: 'requesting',
            does: ['noteReply', 'noteRefusal', 'sendRequestAgain'],
            source: 'RFC 9915 §18.2.10.1',
          },
        ],
      },
      rebinding: {
        title: 'Rebind sent, T2 to the last valid lifetime',
        source: 'RFC 9915 §18.2.5',
        edges: [
          RETRANSMIT('RFC 9915 §15'),
          {
            on: 'REPLY',
            guard: 'findsNoBinding',
            to: 'requesting',
            does: ['noteReply', 'noteRefusal', 'sendRequestAgain'],
            source: 'RFC 9915 §18.2.10.1',
          },
        ],
      },
      delaying: {
        title: 'before the Rebind after a restart or a link change',
        source: 'RFC 9915 §18.2.3',
        edges: [
          { on: 'SOLICIT_DELAY', to: 'confirming', does: ['sendLinkCheck'], source: 'RFC 9915 §18.2.12' },
        ],
      },
      confirming: {
        title: 'Rebind sent after a restart or a link change',
        source: 'RFC 9915 §18.2.12',
        edges: [
          RETRANSMIT('RFC 9915 §15'),
          {
            on: 'REPLY',
            guard: 'findsNoBinding',
            to: 'requesting',
            does: ['noteReply', 'noteRefusal', 'sendRequestAgain'],
            source: 'RFC 9915 §18.2.10.1',
          },
        ],
      },
    },
  },
  releaseState: {
    initial: 'releasing',
    edges: [],
    states: {
      releasing: {
        title: 'Release sent',
        source: 'RFC 9915 §18.2.7',
        edges: [{ ...RETRANSMIT('RFC 9915 §15'), guard: 'mayRepeat' }],
      },
    },
  },
}
