import { mode } from '../types/mode.ts'
import { oneOf, portName } from '../types/scalar.ts'
import type { ValueType } from '../valueType.ts'
import { setting } from '../setting.ts'

const ifMode: ValueType<'0' | '1'> = {
  ...oneOf('0|1', ['0', '1']),
  moduleType: 'int',
  fileKinds: ['number', 'string'],
}

/** The parameters of the kernel module. */
export const portSettings = {
  mode: setting({
    scope: 'global',
    shownAs: 'parameter',
    type: mode,
    help: 'the role: 1 or CT = client, 2 or RR = requesting router, 3 or SR = server',
    example: 'RR',
  }),
  wanIfMode: setting({
    scope: 'global',
    shownAs: 'parameter',
    type: ifMode,
    default: null,
    help: 'WAN ports: 1 = the named ones, 0 = every eligible port that the LAN side does not name; left out: 1 if a WAN port is named',
    example: '1',
  }),
  lanIfMode: setting({
    scope: 'global',
    shownAs: 'parameter',
    type: ifMode,
    default: null,
    help: 'LAN ports: 1 = the named ones, 0 = every eligible port that the WAN side does not name; left out: 1 if a LAN port is named',
    example: '1',
  }),
  ifW: setting({
    scope: 'numbered',
    shownAs: 'parameter',
    type: portName,
    help: 'name of a WAN port; any number is taken, gaps are allowed',
    listed: 4,
    example: 'wan0',
  }),
  ifL: setting({
    scope: 'numbered',
    shownAs: 'parameter',
    type: portName,
    help: 'name of a LAN port; any number is taken, gaps are allowed',
    listed: 10,
    example: 'lan0',
  }),
}
