import { startDhclient } from './clients.ts'
import { linkLocal, LOWER_ADDRESS, RELAYED_ADDRESS, UPPER_ADDRESS, type Wire } from './wire.ts'

/** The lower end becomes a relay; a client hangs behind it on a cable that nobody records. */
export async function startRelayAndClient(wire: Wire): Promise<void> {
  const { lab, lower } = wire
  const behind = await lab.addNamespace('behind')
  await behind.configure({ 'net/ipv6/conf/default/dad_transmits': 0 })
  await lab.connect([
    [
      { namespace: lower, name: 'low0' },
      { namespace: behind, name: 'down0' },
    ],
  ])
  await lower.configure({}, [
    'ip link set low0 up',
    `ip address add ${RELAYED_ADDRESS}/64 dev low0 nodad`,
    `ip address add ${LOWER_ADDRESS}/64 dev down0 nodad`,
  ])
  await behind.ip('link set down0 up')
  await linkLocal(behind, 'down0')
  await linkLocal(lower, 'low0')
  const relay = lab.start(lower, 'dhcrelay', [
    ...['dhcrelay', '-6', '-d', '--no-pid', '-I', '-l', 'low0', '-u', `${UPPER_ADDRESS}%down0`],
  ])
  await relay.logged(/Sending on/)
  startDhclient({ lab, lower: behind }, ['-P', '-N'])
}
