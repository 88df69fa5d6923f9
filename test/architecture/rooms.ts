/** What a file of a room may import. A room is a folder directly under src, or machines. */
export interface Room {
  /** Rooms whose code it may run; its own room is always allowed. */
  readonly uses: readonly string[]
  /** Rooms of which it may know the types only. */
  readonly types?: readonly string[]
  /** Packages of the registry. */
  readonly packages?: readonly string[]
  /** Whether it may touch Node's own modules. */
  readonly node?: true
  /** Whether it may load the native module. */
  readonly native?: true
}

/** The one-way rule: an edge that is not written here is an error. Nobody names `daemon`. */
export const rooms: Readonly<Record<string, Room>> = {
  values: { uses: [], packages: ['ip-address'] },
  wire: { uses: ['values'] },
  rules: { uses: ['wire', 'values'] },
  planner: { uses: ['values'] },
  machines: { uses: ['rules', 'values'], types: ['wire'], packages: ['xstate'] },
  ports: { uses: ['values'], types: ['wire'] },
  adapters: { uses: ['ports', 'wire', 'values'], packages: ['winston'], node: true, native: true },
  roles: {
    uses: ['machines', 'planner', 'rules', 'wire', 'ports', 'values'],
    types: ['config'],
    packages: ['xstate'],
  },
  config: { uses: ['rules', 'values'], packages: ['smol-toml'] },
  control: { uses: ['ports', 'values'], node: true },
  'dgram-plus': { uses: [], node: true },
  daemon: {
    uses: [
      'machines',
      'planner',
      'rules',
      'wire',
      'ports',
      'values',
      'adapters',
      'roles',
      'config',
      'control',
    ],
    packages: ['xstate'],
    node: true,
  },
}
