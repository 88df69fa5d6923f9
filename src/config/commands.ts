import { portName, yesOrNo } from './types/scalar.ts'
import type { SettingKey } from './definition.ts'
import type { ValueType } from './valueType.ts'

export type CommandName = 'insmod' | 'rmmod' | 'status' | 'modinfo' | 'help' | 'version'
export type CommandOptionName = 'release' | 'wan' | 'json'

/** An option that belongs to some commands and is no setting of the daemon. */
export interface CommandOption {
  readonly type: ValueType<unknown>
  readonly help: string
}

export interface Command {
  readonly synopsis: string
  readonly help: string
  readonly options: readonly CommandOptionName[]
  /** The daemon's settings that the command takes, from whatever source. */
  readonly settings: 'all' | readonly SettingKey[]
}

export const commandOptions: Readonly<Record<CommandOptionName, CommandOption>> = {
  release: { type: yesOrNo, help: 'give the delegation back to the server before stopping' },
  wan: { type: portName, help: 'the daemon that holds this WAN port, where several run' },
  json: { type: yesOrNo, help: 'print a JSON document' },
}

/** What it takes to find a running daemon. */
const TO_REACH_A_DAEMON: readonly SettingKey[] = ['runDir', 'config']

export const commands: Readonly<Record<CommandName, Command>> = {
  insmod: {
    synopsis: 'kd6 [insmod] kd6_mode=MODE kd6_if_w0=PORT [kd6_if_l0=PORT …] [SETTING …]',
    help: 'run in the foreground',
    options: [],
    settings: 'all',
  },
  rmmod: {
    synopsis: 'kd6 rmmod [--release] [--wan PORT]',
    help: 'stop the running daemon: final advertisements, addresses and routes removed',
    options: ['release', 'wan'],
    settings: TO_REACH_A_DAEMON,
  },
  status: {
    synopsis: 'kd6 status [--json] [--wan PORT]',
    help: 'print what the running daemon holds and does',
    options: ['json', 'wan'],
    settings: TO_REACH_A_DAEMON,
  },
  modinfo: {
    synopsis: 'kd6 modinfo',
    help: 'print version, licence and parameters, as modinfo does of a module',
    options: [],
    settings: [],
  },
  help: { synopsis: 'kd6 help | --help', help: 'print this text', options: [], settings: [] },
  version: { synopsis: 'kd6 version | --version', help: 'print the version', options: [], settings: [] },
}

export function takesSetting(command: CommandName, key: SettingKey): boolean {
  const { settings } = commands[command]
  return settings === 'all' || settings.includes(key)
}
