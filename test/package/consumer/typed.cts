// Never run: the same, to a CommonJS module.
import kitte = require('kitte');

export const props: kitte.MailServerProps['users'] = [{ login: 'shop', senders: ['orders@example.com'] }];
export const Server: typeof kitte.MailServer = kitte.MailServer;
