export async function acquireLocks(_wans: readonly string[]): Promise<void> {
  await Promise.resolve()
}
