export function dryRun(..._args: unknown[]): 'ok' { return 'ok' }
