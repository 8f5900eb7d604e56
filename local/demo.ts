import { demo } from '../platform/seed/demo.ts';

/** What a local stack has from the start: the seeded organisation's ids and secrets, and who signs in. Never used in production. */
export const DEMO = {
  users: ['owner@demo.test', 'agent@demo.test', 'viewer@demo.test'],
  password: 'parley-demo',
  wabaId: demo.metaWabaId,
  phoneNumberId: demo.metaPhoneNumberId,
  displayPhoneNumber: demo.displayPhoneNumber,
  appKey: demo.appKey,
  appSecret: demo.appSecret,
  verifyToken: demo.verifyToken,
  accessToken: demo.accessToken,
  publishableKey: 'local-publishable',
  secretKey: 'local-secret',
  apiKey: 'pk_demo_local_only',
} as const;
