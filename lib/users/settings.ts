import { msmtpAccount } from './msmtp';
import { type Server, SERVERS, serverSettings } from './server-settings';
import type { Submission } from './submission';

/** What a developer pastes into a program; then what an administrator runs on a machine. */
const PASTED = ['nodemailer', 'django', 'rails', 'spring', 'msmtp', 'alertmanager'] as const;
export const PROGRAMS = [...PASTED, ...SERVERS] as const;
export type Program = (typeof PROGRAMS)[number];

/** Ready to paste. Without the password it is read from MAIL_PASSWORD, and by msmtp from AWS. */
export function settingsFor(program: Program, submission: Submission): string {
  const lines = isServer(program) ? serverSettings(program, submission) : WRITERS[program](submission);
  return `${lines.join('\n')}\n`;
}

const isServer = (program: Program): program is Server => (SERVERS as readonly string[]).includes(program);

const WRITERS: Readonly<Record<(typeof PASTED)[number], (submission: Submission) => string[]>> = {
  nodemailer: ({ host, port, login, password, from }) => [
    "import { createTransport } from 'nodemailer';",
    '',
    'export const transport = createTransport(',
    `  { host: ${JSON.stringify(host)}, port: ${String(port)}, secure: true,`,
    `    auth: { user: ${JSON.stringify(login)}, pass: ${password === undefined ? 'process.env.MAIL_PASSWORD' : JSON.stringify(password)} } },`,
    `  { from: ${JSON.stringify(from)} },`,
    ');',
  ],
  django: ({ host, port, login, password, from }) => [
    ...(password === undefined ? ['import os', ''] : []),
    `EMAIL_HOST = ${JSON.stringify(host)}`,
    `EMAIL_PORT = ${String(port)}`,
    'EMAIL_USE_SSL = True',
    `EMAIL_HOST_USER = ${JSON.stringify(login)}`,
    `EMAIL_HOST_PASSWORD = ${password === undefined ? 'os.environ["MAIL_PASSWORD"]' : JSON.stringify(password)}`,
    `DEFAULT_FROM_EMAIL = ${JSON.stringify(from)}`,
    `SERVER_EMAIL = ${JSON.stringify(from)}`,
  ],
  rails: ({ host, port, login, password, from }) => [
    'config.action_mailer.delivery_method = :smtp',
    'config.action_mailer.smtp_settings = {',
    `  address: ${ruby(host)}, port: ${String(port)}, tls: true,`,
    `  user_name: ${ruby(login)}, password: ${password === undefined ? "ENV.fetch('MAIL_PASSWORD')" : ruby(password)}, authentication: :plain,`,
    '}',
    `config.action_mailer.default_options = { from: ${ruby(from)} }`,
  ],
  spring: ({ host, port, login, password, from }) => [
    `# Spring Boot: application.properties. Send from ${from}`,
    `spring.mail.host=${host}`,
    `spring.mail.port=${String(port)}`,
    `spring.mail.username=${property(login)}`,
    `spring.mail.password=${password === undefined ? '${MAIL_PASSWORD}' : property(password)}`,
    'spring.mail.properties.mail.smtp.auth=true',
    'spring.mail.properties.mail.smtp.ssl.enable=true',
    'spring.mail.properties.mail.smtp.ssl.checkserveridentity=true',
  ],
  msmtp: (submission) => {
    const { password, fetch } = submission;
    return msmtpAccount(
      submission,
      password === undefined ? `passwordeval ${fetch}` : `password ${password}`,
    );
  },
  // On 465 TLS comes first; smtp_require_tls asks for STARTTLS inside it.
  alertmanager: ({ host, port, login, password, from }) => [
    'global:',
    `  smtp_smarthost: ${host}:${String(port)}`,
    `  smtp_from: ${from}`,
    `  smtp_auth_username: ${login}`,
    password === undefined
      ? '  smtp_auth_password_file: /etc/prometheus/mail-password'
      : `  smtp_auth_password: ${JSON.stringify(password)}`,
    '  smtp_require_tls: false',
  ],
};

const ruby = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
/** java.util.Properties reads a backslash as an escape, and Spring `${` as a placeholder. */
const property = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('${', "#{'$'}{");
