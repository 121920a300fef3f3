import { settingsFor } from '../../../users/settings';
import type { Send } from './client';

/** Prometheus' Alertmanager: the printed settings, and a receiver as its administrator writes it. */
export const alertmanager: Send = async (ground, cases) => {
  const host = await ground.host('programs');
  const [one] = cases;
  if (one === undefined) return new Map();
  const [to = ''] = ground.given(one).to;
  const route = `route:\n  receiver: mail\n  group_wait: 0s\nreceivers:\n  - name: mail\n    email_configs:\n      - to: ${to}\n`;
  await host.write('/srv/alertmanager.yml', settingsFor('alertmanager', ground.settings()) + route);
  await host.sh('install -d /srv/alertmanager');
  host.daemon('alertmanager', [
    ...['prometheus-alertmanager', '--config.file=/srv/alertmanager.yml', '--storage.path=/srv/alertmanager'],
    ...['--web.listen-address=127.0.0.1:9093', '--cluster.listen-address='],
  ]);
  await host.listens(9093);
  const alert = [
    { labels: { alertname: 'DiskFull', instance: 'web1' }, annotations: { summary: 'Größe 98 %' } },
  ];
  await host.exec([...['python3', '-c', POST, 'http://127.0.0.1:9093/api/v2/alerts', JSON.stringify(alert)]]);
  return new Map([[one.id, 'sent']]);
};

const POST = `import sys, urllib.request
request = urllib.request.Request(sys.argv[1], sys.argv[2].encode(), {"Content-Type": "application/json"})
urllib.request.urlopen(request, timeout=20)`;
