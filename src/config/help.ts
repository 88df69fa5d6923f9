import { about } from './about.ts'
import { commandOptions, commands, type CommandOptionName } from './commands.ts'
import { groups, settingOf, type SettingKey } from './definition.ts'
import { remarks, synopsis, wrapped } from './describe.ts'
import { optionName } from './names.ts'

const WIDTH = 100

const EXAMPLES: readonly (readonly [line: string, does: string])[] = [
  [
    'kd6 kd6_mode=2 kd6_wan_if_mode=1 kd6_if_w0=wan0 kd6_if_l0=lan0 kd6_if_l1=lan1',
    'ask for a prefix on wan0, put the hosts behind lan0 and lan1 online',
  ],
  [
    'kd6 kd6_mode=RR kd6_if_w0=wan0 kd6_lan_if_mode=0 --dry-run',
    'say what would be done with every other port as a LAN',
  ],
  ['kd6 --config /etc/kd6.toml --log-level=debug', 'take the settings from a file, but log more'],
  ['kd6 status --json', 'what the running daemon holds'],
  ['kd6 rmmod', 'stop it and take back what it set up'],
]

const NOTES = [
  'Every setting is taken as --some-name VALUE, as kd6_some_name=VALUE, as the environment variable KD6_SOME_NAME and as the key some-name of the configuration file, where its RFC name does too. The command line goes before the environment, that before the file, that before the default.',
  '@PORT behind a name sets it for that port alone: --adv-link-mtu@lan0=1492; in the file, the tables [wan.PORT] and [lan.PORT] do.',
  'Times are in the unit given and may carry another: 500ms, 10s, 5min, 2h, 1d.',
]

/** The text of `kd6 --help`, at most 100 columns wide, with a line end. */
export function helpText(version: string): string {
  const lines = [
    ...wrapped(`kd6 ${version}, ${about.description}`, WIDTH, ''),
    ...section(
      'Examples',
      EXAMPLES.flatMap(([line, does]) => [`  ${line}`, ...paragraph(does)]),
    ),
    ...section('Commands', Object.values(commands).flatMap(commandLines)),
    ...section(
      'Settings',
      NOTES.flatMap(note => wrapped(note, WIDTH, '  ')),
    ),
    ...groups.flatMap(({ title, keys }) => section(title, keys.flatMap(settingLines))),
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', `${title}:`, ...lines]
}

function paragraph(text: string): readonly string[] {
  return wrapped(text, WIDTH, '      ')
}

function commandLines(command: (typeof commands)[keyof typeof commands]): readonly string[] {
  return [`  ${command.synopsis}`, ...paragraph(command.help), ...command.options.flatMap(optionLines)]
}

function optionLines(name: CommandOptionName): readonly string[] {
  const { type, help } = commandOptions[name]
  const value = type.moduleType === 'bool' ? '' : ` ${type.placeholder}`
  return paragraph(`${optionName(name)}${value}: ${help}`)
}

function settingLines(key: SettingKey): readonly string[] {
  const behind = remarks(key)
  const text = behind.length === 0 ? settingOf(key).help : `${settingOf(key).help} [${behind.join('; ')}]`
  return [`  ${synopsis(key)}`, ...paragraph(text)]
}
