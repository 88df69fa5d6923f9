export function openControl(..._args: unknown[]): null { return null }
