import { oneOf, path, yesOrNo } from '../types/scalar.ts'
import { setting } from '../setting.ts'

/** The process itself: where it keeps things and what it says. */
export const processSettings = {
  config: setting({
    scope: 'global',
    type: path('FILE'),
    default: null,
    help: 'a configuration file in TOML to read settings from',
    inFile: false,
  }),
  stateDir: setting({
    scope: 'global',
    type: path('DIR'),
    default: '/var/lib/kd6',
    help: 'directory for what outlives a restart: DUID, leases, subnet ids',
  }),
  runDir: setting({
    scope: 'global',
    type: path('DIR'),
    default: '/run/kd6',
    help: 'directory of the control socket',
  }),
  logLevel: setting({
    scope: 'global',
    type: oneOf('LEVEL', ['error', 'warn', 'info', 'debug']),
    default: 'info',
    help: 'the least urgent log lines to print: error, warn, info or debug',
  }),
  logFormat: setting({
    scope: 'global',
    type: oneOf('text|json', ['text', 'json']),
    default: 'text',
    help: 'log lines as text or as JSON objects',
  }),
  dryRun: setting({
    scope: 'global',
    type: yesOrNo,
    default: false,
    help: 'say what would be used, planned and sent; open no raw socket, change nothing',
  }),
  manageSysctl: setting({
    scope: 'global',
    type: yesOrNo,
    default: true,
    help: 'set accept_ra and forwarding, in the order that keeps the default route; no leaves both alone',
  }),
}
