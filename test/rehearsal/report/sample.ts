import {
  conclude,
  type Message,
  type RehearsalFindings,
  type Verdict,
} from '../../../lib/rehearsal/report/result';

const AUTHENTICATION_RESULTS = `mx.receiver.test;
	dkim=pass header.d=example.com header.s=kitte1 header.b=Zk3vQ1cA;
	spf=pass (mx.receiver.test: domain of app@example.com designates 203.0.113.10 as permitted sender) smtp.mailfrom=app@example.com;
	dmarc=pass (policy=reject) header.from=example.com`;

const RECEIVED = `from mail.example.com (mail.example.com [203.0.113.10])
	(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
	by mx.receiver.test (Postfix) with ESMTPS id 4D9B21A03F
	for <ada@receiver.test>; Tue, 24 Nov 2026 22:41:07 +0000 (UTC)`;

function headers(subject: string): string {
  return [
    'Return-Path: <app@example.com>',
    'Delivered-To: ada@receiver.test',
    `Authentication-Results: ${AUTHENTICATION_RESULTS}`,
    `Received: ${RECEIVED}`,
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=kitte1;\n\tt=1795560066; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n\th=From:To:Subject:Date:Message-ID; b=Zk3vQ1cA0r5b…',
    'From: "Kitte & Co" <app@example.com>',
    'To: ada@receiver.test',
    `Subject: ${subject}`,
    'Date: Tue, 24 Nov 2026 22:41:06 +0000',
    'Message-ID: <0f6c2d1e@example.com>',
  ].join('\n');
}

const passing = (id: Verdict['id'], subject: string, words: string, seen = 'pass'): Verdict => ({
  id,
  subject,
  expected: seen,
  seen,
  pass: true,
  words,
});

const verdicts: readonly Verdict[] = [
  passing(
    'spf',
    'app@example.com from 203.0.113.10',
    'spf=pass (mx.receiver.test: domain of app@example.com designates 203.0.113.10 as permitted sender) smtp.mailfrom=app@example.com',
  ),
  passing(
    'dkim',
    'd=example.com, s=kitte1',
    'dkim=pass header.d=example.com header.s=kitte1 header.b=Zk3vQ1cA',
  ),
  passing('dmarc', 'From example.com', 'dmarc=pass (policy=reject) header.from=example.com'),
  passing(
    'tls',
    'mail.example.com to mx.receiver.test',
    '(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))',
    'TLSv1.3',
  ),
  passing('fcrdns', '203.0.113.10', 'from mail.example.com (mail.example.com [203.0.113.10])'),
];

function message(port: 465 | 587, subject: string): Message {
  return {
    port,
    subject,
    from: 'app@example.com',
    to: 'ada@receiver.test',
    envelopeFrom: 'app@example.com',
    submittedWith: { tls: 'TLSv1.3', auth: 'PLAIN as app' },
    headers: headers(subject),
    hops: [
      { kind: 'client', name: 'client', address: '198.51.100.20', detail: 'nodemailer', programs: [] },
      {
        kind: 'server',
        name: 'mail.example.com',
        address: '203.0.113.10',
        detail: `Elastic IP, submission on port ${port}`,
        programs: ['Postfix', 'Dovecot SASL', 'OpenDKIM'],
        tls: 'TLSv1.3',
      },
      {
        kind: 'receiver',
        name: 'mx.receiver.test',
        address: '192.0.2.30',
        detail: 'A server that no one here wrote',
        programs: ['Postfix', 'rspamd'],
        tls: 'TLSv1.3',
      },
      { kind: 'inbox', name: 'ada@receiver.test', address: '', detail: 'Maildir', programs: [] },
    ],
    verdicts,
  };
}

/** A rehearsal in which everything is as expected. For tests of the report alone. */
export const FINDINGS: RehearsalFindings = {
  version: 1,
  startedAt: '2026-11-24T22:40:02.000Z',
  seconds: 74.2,
  environment: {
    name: 'prod',
    region: 'eu-west-1',
    domain: 'example.com',
    hostName: 'mail.example.com',
    envelopeDomain: 'example.com',
    address: '203.0.113.10',
    users: ['app'],
  },
  steps: [
    { title: 'Check what this machine has', seconds: 0.4 },
    { title: 'Start the account and the networks', seconds: 3.1 },
    { title: 'Bootstrap', seconds: 6.2 },
    { title: 'Deploy the foundation', seconds: 9.8 },
    { title: 'Deploy the server', seconds: 38.5 },
    { title: 'Deploy the records', seconds: 8.4 },
    { title: 'Send and receive', seconds: 4.9 },
    { title: 'Tear down', seconds: 2.9 },
  ],
  messages: [message(465, 'A first letter'), message(587, 'A second letter')],
  verdicts: [
    {
      id: 'refusal',
      subject: 'Relay to a foreign domain without login, port 25',
      expected: '554',
      seen: '554',
      pass: true,
      words: '554 5.7.1 <ada@receiver.test>: Relay access denied',
    },
    {
      id: 'refusal',
      subject: 'A From header of another domain',
      expected: '550',
      seen: '550',
      pass: true,
      words: '550 5.7.1 rejected by policy',
    },
    {
      id: 'dkim',
      subject: 'A message changed on its way',
      expected: 'fail',
      seen: 'fail',
      pass: true,
      words: 'dkim=fail ("body hash did not verify") header.d=example.com',
    },
  ],
  records: [
    {
      name: 'mail.example.com',
      type: 'A',
      ttl: 300,
      values: ['203.0.113.10'],
      answers: ['203.0.113.10'],
      why: 'The host has the Elastic IP; its reverse name points back here.',
    },
    {
      name: 'example.com',
      type: 'TXT',
      ttl: 3600,
      values: ['"v=spf1 ip4:203.0.113.10 -all"'],
      answers: ['"v=spf1 ip4:203.0.113.10 -all"'],
      why: 'SPF: only this address sends for the domain (RFC 7208).',
    },
    {
      name: 'kitte1._domainkey.example.com',
      type: 'TXT',
      ttl: 3600,
      values: [
        `"v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOC'.repeat(8)}" "${'AQ8AMIIBCgKCAQEA'.repeat(8)}"`,
      ],
      answers: [
        `"v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOC'.repeat(8)}" "${'AQ8AMIIBCgKCAQEA'.repeat(8)}"`,
      ],
      why: 'DKIM: the public half of the key that signs (RFC 6376).',
    },
    {
      name: '_dmarc.example.com',
      type: 'TXT',
      ttl: 3600,
      values: ['"v=DMARC1; p=reject"'],
      answers: ['"v=DMARC1; p=reject"'],
      why: 'DMARC: refuse what neither SPF nor DKIM vouches for (RFC 9989).',
    },
    {
      name: '10.113.0.203.in-addr.arpa',
      type: 'PTR',
      ttl: 300,
      values: ['mail.example.com.'],
      answers: ['mail.example.com.'],
      why: 'The reverse name: receivers refuse addresses without one.',
    },
  ],
  machine: {
    instance: 'i-0c3f6d1e2a9b84710',
    instanceType: 't4g.small',
    image: 'ami-0d13a64 (Debian 13)',
    state: 'converged',
    packages: { postfix: '3.10.4-1', dovecot: '2.4.1-4', opendkim: '2.11.0~beta2-9' },
    secondsToReady: 31.6,
  },
  stacks: [
    {
      name: 'kitte-prod-foundation',
      status: 'CREATE_COMPLETE',
      outputs: { Address: '203.0.113.10', UsersSecret: 'kitte/prod/users' },
    },
    {
      name: 'kitte-prod-server',
      status: 'CREATE_COMPLETE',
      outputs: { State: 'converged', Ports: '465, 587' },
    },
    { name: 'kitte-prod-dns', status: 'CREATE_COMPLETE', outputs: {} },
  ],
};

export const ACCEPTED = conclude(FINDINGS);

/** The same, with a reverse name that is missing. */
export const RETURNED = conclude({
  ...FINDINGS,
  messages: FINDINGS.messages.map((each) => ({
    ...each,
    verdicts: each.verdicts.map((verdict) =>
      verdict.id === 'fcrdns'
        ? {
            ...verdict,
            expected: 'pass',
            seen: 'fail',
            pass: false,
            words: 'from mail.example.com (unknown [203.0.113.10])',
          }
        : verdict,
    ),
  })),
  records: FINDINGS.records.map((record) => (record.type === 'PTR' ? { ...record, answers: [] } : record)),
});
