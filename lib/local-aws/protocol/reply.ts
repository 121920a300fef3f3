/** What goes back over HTTP. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export const xmlReply = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
