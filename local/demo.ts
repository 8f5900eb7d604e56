/** What a local stack has from the start: the demo organisation's fixed values. Never used in production. */
export const DEMO = {
  users: ['owner@demo.test', 'agent@demo.test', 'viewer@demo.test'],
  password: 'parley-demo',
  wabaId: '200000000000001',
  phoneNumberId: '100000000000001',
  displayPhoneNumber: '+1 555 010 0001',
  appKey: 'default',
  appSecret: 'local-app-secret',
  verifyToken: 'local-verify-token',
  accessToken: 'local-access-token',
  publishableKey: 'local-publishable',
  secretKey: 'local-secret',
  apiKey: 'pk_demo_local_only',
} as const;
