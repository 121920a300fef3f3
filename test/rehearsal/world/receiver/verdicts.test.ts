import { verdictsOf } from '../../../../lib/rehearsal/world/receiver/verdicts';

const host = 'mx.inbox.example.net';
const fine = `Authentication-Results: ${host};
\tdkim=pass header.d=example.com header.s=kitte1 header.b=AbCdEf12;
\tspf=pass (${host}: domain of hello@example.com designates 203.0.113.9 as permitted sender) smtp.mailfrom=hello@example.com;
\tdmarc=pass (policy=reject) header.from=example.com`;
const trace = `Received: from mail.example.com (mail.example.com [203.0.113.9])
\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
\t(No client certificate requested)
\tby ${host} (Postfix) with ESMTPS id 4AB12C3D
\tfor <reader@inbox.example.net>; Fri, 02 Jan 2026 03:04:05 +0000 (UTC)`;
const letter = (...headers: string[]) =>
  [...headers, 'From: hello@example.com', '', 'dkim=fail in the body', ''].join('\n');
const judged = (...headers: string[]) => verdictsOf(letter(...headers), host);

test.each(['\n', '\r\n'])('a good message, with line ends %j', (end) => {
  expect(verdictsOf(letter(fine, trace).replaceAll('\n', end), host)).toMatchObject({
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    tls: 'TLSv1.3 with cipher TLS_AES_256_GCM_SHA384',
    fcrdns: 'mail.example.com',
  });
});

test('wherever the receiver folds, a fold is read and shown as one space', () => {
  const unfolded = (header: string) => header.replace(/\n\s+/g, ' ');
  const folded = (header: string) => unfolded(header).replaceAll(' ', '\n \t');
  expect(judged(folded(fine), folded(trace))).toEqual(judged(unfolded(fine), unfolded(trace)));
  expect(judged(folded(fine), folded(trace)).received).toBe(unfolded(trace).replace('Received: ', ''));
});

test('a bad message in the words of the receiver', () => {
  const bad = `Authentication-Results: ${host};
\tdkim=fail ("body hash did not verify") header.d=example.com header.s=kitte1 header.b=AbCdEf12;
\tspf=softfail (${host}: 198.51.100.10 is neither permitted nor denied by domain of hello@example.com) smtp.mailfrom=hello@example.com;
\tdmarc=fail reason="No valid SPF, No valid DKIM" header.from=example.com (policy=reject)`;
  expect(judged(bad, trace)).toMatchObject({ spf: 'softfail', dkim: 'fail', dmarc: 'fail' });
});

test('of several signatures one that passes is enough, and none that fails is taken for a pass', () => {
  const two = (first: string, second: string) =>
    `Authentication-Results: ${host}; dkim=${first} header.d=a.example; dkim=${second} header.d=b.example`;
  expect(judged(two('fail', 'pass')).dkim).toBe('pass');
  expect(judged(two('pass', 'fail')).dkim).toBe('pass');
  expect(judged(two('fail', 'permerror')).dkim).toBe('fail');
});

test('a result that came with the message, below our own or from another host, proves nothing', () => {
  const own = `Authentication-Results: ${host}; dkim=fail; spf=fail; dmarc=fail`;
  expect(judged(own, trace, fine)).toMatchObject({ spf: 'fail', dkim: 'fail', dmarc: 'fail' });
  const foreign = fine.replaceAll(host, 'mx.elsewhere.example');
  expect(judged(foreign, trace)).toMatchObject({ spf: 'none', dkim: 'none', dmarc: 'none' });
});

test('a host whose name begins like ours is another host', () => {
  expect(judged(fine.replace(`${host};`, `${host}.evil.example;`), trace).dkim).toBe('none');
});

test('the hop that another host wrote is not ours', () => {
  const submission = trace.replace(`by ${host} `, 'by mail.example.com ').replace('TLSv1.3', 'TLSv1.2');
  expect(judged(fine, trace, submission).tls).toMatch(/^TLSv1\.3 /);
  expect(judged(fine, submission)).toMatchObject({ tls: 'none', fcrdns: 'none', received: '' });
});

test('a client without a confirmed name, over a bare connection', () => {
  const bare = `Received: from mail.example.com (unknown [203.0.113.9])
\tby ${host} (Postfix) with ESMTP id 4AB12C3D; Fri, 02 Jan 2026 03:04:05 +0000 (UTC)`;
  expect(judged(fine, bare)).toMatchObject({ tls: 'none', fcrdns: 'none' });
});
