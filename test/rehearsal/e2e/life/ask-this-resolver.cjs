/** Loaded before a Lambda handler: whatever resolver it makes asks the one that this variable names. */
const dns = require('node:dns');

const servers = [process.env['KITTE_TEST_RESOLVER']];
dns.setServers(servers);
dns.promises.setServers(servers);
dns.promises.Resolver = class extends dns.promises.Resolver {
  constructor(...options) {
    super(...options);
    this.setServers(servers);
  }
};
