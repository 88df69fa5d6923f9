/** Does not keep the process alive: the sockets do, until they are closed. */
export function pauseFor(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds).unref()
  })
}
