import { defineConfig } from './index';

// The smallest useful config: a domain, and the public Route 53 zone that holds it.
// `hostedZone: { create: true }` makes one. Everything else has a default that your editor shows on hover.
export default defineConfig({
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
});
