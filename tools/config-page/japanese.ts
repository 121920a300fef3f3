/** The same in Japanese, by path. `byDefault` where the default is told in words; what is written as code is the same. */
export const JAPANESE: Readonly<Record<string, { readonly words: string; readonly byDefault?: string }>> = {
  domain: { words: 'From ヘッダーのドメイン。国際化ドメイン名は A ラベルに変換します。' },
  domains: {
    words:
      '`domain` の代わりに、名前をキーにして複数のドメインを書きます。それぞれに固有の `hostedZone`、`envelopeDomain`、`mx`、`replies`、`domainTxt`、`spf`、`dkim`、`dmarc`、`users`、`roleAddresses`、`route` を書けます。これらを一番上に書くと、個別に書いていないすべてのドメインに適用されます。一番上の `users` は、すべてのドメインとして送信できます。サーバーの名前は先頭のドメインで決まるので、追加するドメインは後ろに書きます。',
    byDefault: '1 つだけ（`domain`）',
  },
  hostZone: {
    words:
      'ホスト名を置く Route 53 のゾーン。先頭のドメインのゾーンと異なるときに書きます。サーバーはここで証明書のための証明を行うので、同じアカウントのゾーンに限ります。',
    byDefault: '先頭のドメインのゾーン',
  },
  hostedZone: {
    words:
      "レコードを置く Route 53 のパブリックゾーン。既存のゾーン、`role` で書き込む別のアカウントのゾーン、Kitte が作るゾーンのいずれかです。`'elsewhere'` は、ドメインの DNS が Route 53 ではないという意味です。入力するレコードは `kitte zone` が表示します。ネームサーバーに現れるまで、そのドメインのメールには足りないレコードの名前とともに 451 を返し、ほかのドメインには影響しません。その場合、サーバー自身の名前にはこのアカウントのゾーンが必要です（`hostZone`）。",
  },
  'hostedZone.id': {
    words: '既存のゾーンの id。Kitte が加えるレコードのほかは、何も変わりません。',
  },
  'hostedZone.create': {
    words:
      'ゾーンを作ります。デプロイがネームサーバーを表示するので、レジストラまたは親ゾーンに設定してください。',
  },
  'hostedZone.name': {
    words: 'ゾーン自身の名前。ドメインの親のゾーンを使うときに書きます。',
    byDefault: 'ドメイン',
  },
  'hostedZone.role': {
    words:
      'ゾーンが別のアカウントにあるとき、デプロイがレコードを書き込むための IAM ロール。必要なポリシーは docs/zones.md にあります。Kitte が作ったものではないレコードは変更しません。サーバー自身の名前はこのアカウントに置きます（`hostZone`）。',
    byDefault: 'なし（ゾーンはデプロイするアカウントにある）',
  },
  'hostedZone.delegated': {
    words: '親ゾーンにネームサーバーを設定し終えたら true にします。逆引きを設定できるのは、それからです。',
    byDefault: 'false。ロールで書き込むゾーンの下では true（デプロイ自身がネームサーバーを設定します）',
  },
  'hostedZone.parent': {
    words:
      '新しいゾーンの上位にある、このアカウントのゾーン。委任はデプロイがそこに書き、`delegated` は最初から true になります。',
    byDefault: 'なし。ネームサーバーは自分で親ゾーンに設定します',
  },
  'hostedZone.parent.id': { words: 'その id。' },
  'hostedZone.parent.name': {
    words: 'その名前。',
    byDefault: '新しいゾーンの名前から先頭のラベルを除いたもの',
  },
  account: {
    words: 'AWS アカウント。12 桁の数字を引用符で囲みます。',
    byDefault: '呼び出し元の認証情報のアカウント',
  },
  region: { words: 'AWS のリージョン。', byDefault: '呼び出し元の認証情報のリージョン' },
  hostName: {
    words: 'サーバーの名前。挨拶（HELO）、逆引き、証明書のすべてで使います。',
    byDefault: 'mail.<ドメイン>',
  },
  envelopeDomain: {
    words: 'エンベロープ送信者のドメイン。バウンスはここに届きます。',
    byDefault: 'ドメイン',
  },
  former: {
    words:
      'サーバーが以前使っていた名前。`domain`、`envelopeDomain`、`hostName` を変えるときは、古い名前をここに書きます。書かなければデプロイは拒否されます。キューで待っているメールは、古い名前で署名され、送信されているからです。',
  },
  'former[].domain': { words: '以前の `domain`。' },
  'former[].envelopeDomain': { words: '以前の `envelopeDomain`。', byDefault: 'この項目の domain' },
  'former[].hostName': { words: '以前の `hostName`。', byDefault: '現在のホスト名' },
  'former[].hostedZone': {
    words: "そのレコードを置いたゾーンが別のものなら、そのゾーン。Route 53 以外なら `'elsewhere'`。",
    byDefault: '現在のゾーン',
  },
  'former[].selectors': { words: '以前の `dkim.selectors`。1 つにつきレコードが 1 つあります。' },
  'former[].mx': { words: '以前のエンベロープドメイン宛てのバウンスを、このサーバーが受け取っていたか。' },
  'former[].domainTxt': { words: '以前のドメインの SPF レコードに並べていた、ほかのサービスの TXT 値。' },
  'former[].over': {
    words:
      'キューが空になったら true にします（`kitte preflight` が知らせます）。この名前のレコードと鍵はなくなります。',
  },
  'former[].beside': { words: '複数の `domains` のうち、先頭ではないドメインだったか。' },
  'former[].moving': {
    words:
      'サーバーがまだそのホスト名を名乗っている間に書きます。その間に、現在のホスト名を行き渡らせます。`kitte rename` が書き込み、最後に取り除きます。',
  },
  'former[].moving.published': {
    words: 'すべてのネームサーバーが新しいホスト名に応答し、証明書に両方の名前が載った時刻。',
  },
  'former[].moving.reversed': { words: 'アドレスの逆引きを新しいホスト名にするか。' },
  mx: {
    words:
      "ドメイン宛てのメールを受け取る相手。`true` ならこのサーバーが 25 番ポートで受け取り、バウンスとロール宛てのメールを保管し、それ以外には `replies` に従って応答します。`false` なら MX を公開せず、25 番ポートも開きません。`['10 mx.provider.example']` のようなリストなら、その MX を公開します。専用のエンベロープドメイン宛てのメールは、`false` でないかぎりこのサーバーが受け取ります。",
    byDefault:
      'Kitte が作るゾーンでは true。ただし今の公開 DNS にその名前の MX があれば、ここに書くまでデプロイは止まります。既存のゾーンでは、ドメインの MX をそのままにします',
  },
  replies: {
    words:
      'ログインが持つアドレスに人が返信したメールの転送先。書かなければ、postmaster の名を挙げて拒否します。戻ってきたメール（送信者が空のもの）は、どちらの場合もバウンスの置き場に入ります。',
    byDefault: 'なし。550 5.2.1 で拒否します',
  },
  domainTxt: {
    words:
      'サイトの所有確認など、ドメインに置くほかのサービスの TXT 値。Route 53 では 1 つの名前の TXT 値がすべて 1 つのレコードセット（SPF と同じもの）に入ります。すでにあるレコードセットは最初のデプロイの前に削除し、その値をここに書いてください。',
  },
  spf: { words: 'このドメインで送信できる、ほかの送信者。サーバー自身のアドレスは必ず含まれます。' },
  'spf.include': {
    words:
      '`_spf.google.com` のような、ほかの送信者の SPF レコードの名前。1 つにつき 10 回までの DNS 参照を 1 回使い、その先の参照もそれぞれ 1 回ずつ使います。先の分はオフラインでは分からないため、ここでは数えません。',
  },
  'spf.ip4': { words: 'ほかの送信者の IPv4 アドレスまたはネットワーク。' },
  'spf.all': {
    words:
      'それ以外の送信者の扱い。`-all` は fail、`~all` は softfail、`?all` は何も言いません。`+all` は全世界に許可することになるので使えません。',
  },
  dkim: { words: '署名に使う鍵。' },
  'dkim.selectors': { words: '1 つにつき鍵とレコードが 1 つずつできます。小文字で書きます。' },
  'dkim.active': { words: '現在署名しているセレクター。', byDefault: '`selectors` の先頭' },
  'dkim.rotation': { words: '進行中の鍵の交換。`kitte dkim rotate` が書き込みます。', byDefault: 'なし' },
  'dkim.rotation.from': { words: '交換を始めたときに署名していたセレクター。' },
  'dkim.rotation.to': { words: '代わりになるセレクター。' },
  'dkim.rotation.published': {
    words:
      'すべてのネームサーバーが新しい鍵を返すと確認できた時刻。それより前に、新しい鍵で署名を始めることはできません。',
  },
  'dkim.rotation.switched': {
    words:
      'サーバーが新しい鍵で署名していると確認できた時刻。古い鍵は、キューの保持期間が過ぎるまで残します。',
  },
  'dkim.retired': {
    words:
      '鍵を失効させたセレクター。秘密鍵は消え、レコードは `p=` を空にして残ります（RFC 6376 3.6.1 節）。このリストから外すと、レコードもなくなります。',
  },
  'dkim.keySize': {
    words:
      'RSA 鍵のビット数。1024 ではもう足りません（RFC 8301 3.2 節）。2048 を超えると、検証できない受信側があります。',
  },
  dmarc: {
    words: 'ドメインをかたり、SPF にも DKIM にも合格しないメールを、受信側にどう扱ってほしいか（RFC 9989）。',
  },
  'dmarc.policy': {
    words:
      '`none` は何も求めませんが、大手の受信側の条件は満たし、Kitte の知らない送信者に害を与えません。レポートを読んでから `quarantine`、`reject` へ進んでください。',
  },
  'dmarc.subdomainPolicy': {
    words:
      '存在するサブドメインのポリシー（`sp`）。組織ドメインでだけ効きます。`mail.example.com` に置いても、誰も読みません。',
    byDefault: 'policy と同じ',
  },
  'dmarc.nonexistentPolicy': {
    words:
      '存在しないサブドメインのポリシー（`np`）。試した 4 つの検証ソフトはどれもまだ読まず、`sp`、なければ `p` に従います。',
    byDefault: 'subdomainPolicy と同じ',
  },
  'dmarc.alignment': {
    words:
      '`relaxed` ではサブドメインと組織ドメインを同じとみなします。`strict` では完全に同じ名前でなければなりません。',
    byDefault: 'どちらも relaxed',
  },
  'dmarc.alignment.spf': { words: 'エンベロープのドメインと From のドメインの間の条件。' },
  'dmarc.alignment.dkim': { words: '署名のドメインと From のドメインの間の条件。' },
  'dmarc.rua': {
    words: '集計レポートの送り先。`mailto:` の URI で書きます。',
    byDefault: 'ロールのアドレス `dmarc` があればそこ、なければどこにも送られません',
  },
  'dmarc.ruf': {
    words:
      '失敗レポートの送り先。`mailto:` の URI で書きます。本文が含まれることがあり、送る受信側はわずかです。',
  },
  'dmarc.testing': {
    words:
      '`t=y`。レポートは普段どおり送り、ポリシーを 1 段階ゆるく適用するよう求めます。RFC 9989 で `pct` に代わりましたが、試した 4 つの検証ソフトはどれもまだ読みません。`reject` のままなら、不合格のメールは拒否されます。試している間は、`policy` 自体をゆるくしてください。',
  },
  users: { words: 'メールを送信できるログイン。', byDefault: 'ドメイン全体で送信できる `mailer` が 1 つ' },
  'users[].login': {
    words: 'クライアントがログインする名前。パスワードはデプロイが作り、Secrets Manager に置きます。',
  },
  'users[].senders': {
    words:
      '送信者として使えるアドレス。エンベロープにも From ヘッダーにも効きます。`app@example.com`、または全体なら `@example.com`。署名とエンベロープドメインへの書き換えはサーバーが行います。エンベロープドメインのアドレスが要るのは、それを自分で書くクライアントだけです。From には使わないでください。読み手の知らないドメインであり、署名の整合も relaxed でしか成り立ちません。',
    byDefault: 'ドメイン全体',
  },
  'users[].subaddresses': {
    words:
      'アドレスのタグ（RFC 5233）も同じログインのものとするか。`app@example.com` なら `app+orders@example.com` や、VERP の `app+someone=inbox.example.net@example.com` です。別のログインが明記したアドレスはそのログインだけのもの、ロールのタグはサーバーのものです。',
  },
  limits: { words: '1 つのログインが送信できる量。普通のプログラムが達することはありません。' },
  'limits.messageSizeMiB': {
    words: '送信時の 1 通の大きさ（MiB）。base64 で添付ファイルは 3 分の 1 大きくなります。',
    byDefault: '35。添付ファイルなら 25 MiB',
  },
  'limits.recipientsPerMessage': {
    words:
      '1 通の宛先の数（RFC 5321 4.5.3.1.8 節は 100 以上を求めています）。超えた場合は 1 通まるごと拒否し、一部だけを送ることはありません。',
  },
  'limits.messagesPerDay': {
    words: '1 つのログインが 24 時間に送信できる通数。8 割に達すると postmaster に知らせます。',
  },
  'limits.recipientsPerDay': {
    words:
      '1 つのログインが 24 時間に送れる宛先の数。3 人宛ての 1 通は 3 と数えます。8 割に達すると postmaster に知らせます。',
  },
  connections: { words: '同時に接続できる数。見知らぬ相手が、ログインする人の席を奪うことはありません。' },
  'connections.perAddress': {
    words:
      '30 日以内にログインに成功していない 1 つのアドレスからの接続数。超えた分は、どれかが終わるまで待ちます。1 つのアドレスの後ろにいる大口の送信者も、最初のログインに成功するまでは同じ扱いですが、長くても 1 秒です。',
  },
  'connections.perKnownAddress': {
    words:
      '30 日以内にログインに成功した 1 つのアドレスからの接続数。1 つのアドレスの後ろにあるオフィスやクラスターのためのものです。',
    byDefault: '100。`most` が既知のアドレスに残す数がそれより少なければ、その数',
  },
  'connections.most': {
    words: 'すべての接続の合計。1 つにつき 3 MiB のプロセスが 1 つ動きます。',
    byDefault: 'メモリに収まる数。t4g.nano で 96、1 GiB で約 260、2 GiB 以上で 400',
  },
  'connections.secondsToLogin': {
    words:
      '465 番と 587 番で、見知らぬ相手がログインを済ませるまでの秒数。TLS の確立や、なかなか届かないパスワードの時間も含みます。',
  },
  machine: { words: 'EC2 インスタンス。' },
  'machine.instanceType': {
    words: 'インスタンスタイプ。ファミリーとサイズを書きます。',
    byDefault: "'t4g.small'。x86_64 なら 't3.small'",
  },
  'machine.architecture': { words: 'プロセッサーの種類。', byDefault: 'インスタンスタイプのもの' },
  'machine.image': {
    words: '起動に使うイメージ。AMI を 1 つ指定するか、AMI を示す SSM パブリックパラメーターを指定します。',
    byDefault: '最初のデプロイの時点で最新の Debian 13。以後は固定します',
  },
  'machine.image.ami': {
    words: 'AMI の id。Debian 13 で、環境と同じリージョンのものに限ります。',
    byDefault: 'なし。`parameter` が示します',
  },
  'machine.image.parameter': {
    words: 'SSM パブリックパラメーター。一度だけ解決し、以後は固定します。',
    byDefault: 'アーキテクチャに合う Debian 13',
  },
  'machine.image.revision': {
    words: '増やすと、パラメーターの最新のイメージに替わります。インスタンスは入れ替わります。',
  },
  'machine.volumeSizeGiB': {
    words: '起動ボリューム（暗号化した gp3）の大きさ（GiB）。インスタンスと一緒になくなります。',
  },
  'machine.queueVolumeSizeGiB': {
    words:
      'キューと証明書を置くボリューム（暗号化した gp3）の大きさ（GiB）。次のインスタンスに引き継がれます。いつでも大きくできますが、AWS では小さくできません。',
  },
  'machine.swapMiB': {
    words: 'スワップの大きさ（MiB）。0 ならなし。',
    byDefault: 'メモリが 1 GiB 以下の nano と micro では 1024、ほかでは 0',
  },
  vpc: {
    words: '既存の VPC と、その中のパブリックサブネット（インターネットゲートウェイへの経路があるもの）。',
    byDefault: 'パブリックサブネットを 1 つ持つ専用の VPC',
  },
  'vpc.vpcId': { words: 'VPC の id。' },
  'vpc.subnetId': { words: 'その中のパブリックサブネットの id。' },
  'vpc.availabilityZone': { words: 'サブネットのアベイラビリティーゾーン。' },
  certificate: { words: 'ホスト名の TLS 証明書。' },
  'certificate.email': {
    words: 'ACME アカウントのメールアドレス。',
    byDefault: "なし。Let's Encrypt はもうメールを送りません",
  },
  'certificate.directoryUrl': { words: '証明書の発行元（ACME、RFC 8555）。', byDefault: "Let's Encrypt" },
  'certificate.caaIssuer': {
    words: 'CAA レコードで認証局を示すドメイン（RFC 8659）。',
    byDefault: "Let's Encrypt なら letsencrypt.org。ほかは空で、CAA レコードを作りません",
  },
  route: {
    words: 'メールの出口。`direct` は、サーバー自身のアドレスから受信側の MX へ、ポート 25 で送ります。',
  },
  roleAddresses: {
    words: 'ロール宛てのメールの転送先。書かないロールのメールは、サーバーのメールボックスに残ります。',
    byDefault: 'サーバーのメールボックス',
  },
  'roleAddresses.postmaster': {
    words: 'メール全般の問題の連絡先（RFC 5321 4.5.1 節）。',
    byDefault: 'サーバーのメールボックス',
  },
  'roleAddresses.abuse': { words: '苦情の連絡先（RFC 2142）。', byDefault: 'サーバーのメールボックス' },
  'roleAddresses.dmarc': { words: 'DMARC のレポート。', byDefault: 'サーバーのメールボックス' },
  'roleAddresses.bounces': { words: 'ほかに受け手のないバウンス。', byDefault: 'サーバーのメールボックス' },
  queueLifetime: {
    words:
      'メールが差し戻されるまで、配送を試み続ける秒数。4、5 日より短いと、週末に止まっているだけの受信側をあきらめることになります（RFC 5321 4.5.4.1 節）。',
    byDefault: '432000（5 日）',
  },
  updates: { words: '自動で入る更新が、いつ有効になるか。' },
  'updates.window': {
    words:
      '更新されたライブラリを使うものを再起動する時刻（UTC）。キューのメールは残ります。接続中のクライアントは、もう一度試します。',
  },
  'updates.reboot': {
    words:
      '新しいカーネルのように再起動でしか有効にならないとき、その時刻に再起動するか。1、2 分かかります。',
  },
  ttl: { words: 'リゾルバーがレコードを保持する時間。' },
  'ttl.address': { words: 'A レコードの秒数。' },
  'ttl.policy': { words: 'ほかのすべてのレコードの秒数。' },
  verify: {
    words:
      'デプロイが外から見た結果をどう扱うか。`fail` はロールバックし、`warn` は出力に表示し、`off` は確認しません。',
  },
  retain: {
    words:
      'アドレス、キュー、鍵、パスワード、作成したゾーンを、スタックが消えたあとも残すか。`false` は一時的な環境のためのもので、`cdk destroy` でそれらも消えます。',
  },
  tags: { words: 'すべてのリソースに付ける AWS のタグ。' },
};
