/** What kd6 says about itself. The version comes from package.json through whoever prints it. */
export const about = {
  license: 'MIT',
  author: 'the kd6 authors',
  description:
    'IPv6 router daemon: DHCPv6 prefix delegation, router advertisements and state machines you can read',
}
