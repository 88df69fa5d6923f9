/** The system's CSPRNG. */
export interface RandomSource {
  bytes(length: number): Uint8Array
}
