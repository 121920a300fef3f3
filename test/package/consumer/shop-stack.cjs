// A shop whose function sends mail: plain CommonJS.
const { Stack } = require('aws-cdk-lib');
const { Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { HostedZone } = require('aws-cdk-lib/aws-route53');
const { MailServer } = require('kitte');

class ShopStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const hostedZone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    });
    this.mail = new MailServer(this, 'Mail', {
      domain: 'example.com',
      hostedZone,
      users: [{ login: 'shop', senders: ['orders@example.com'] }],
      verify: 'off',
    });
    const role = new Role(this, 'Orders', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.mail.grantSend(role);
  }
}

module.exports = { ShopStack };
