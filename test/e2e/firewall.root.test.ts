import { logged, withScene } from './scene.ts'

describe('a firewall that eats the Advertise', function () {
  this.timeout(90_000)

  it('is named in the log after three Solicits', () =>
    withScene({}, async ({ network, kd6 }) => {
      await network.router.run(
        ['nft', '-f', '-'],
        `table ip6 wall {
  chain input {
    type filter hook input priority 0;
    udp dport 546 drop
  }
}
`,
      )
      await logged(kd6.start(), /firewall/i, 45_000)
    }))
})
