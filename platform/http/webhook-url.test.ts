import { expect, it } from 'vitest';
import { faultOfWebhookUrl } from './webhook-url.ts';

const allowed = ['127.0.0.1:4011', 'crm.internal:443'];

it.each([
  'https://crm.example.com/parley?x=1',
  'https://crm.example.com:8443/',
  'https://93.184.215.14/',
  'http://127.0.0.1:4011/parley',
  'https://crm.internal/hook',
])('takes %s', (url) => {
  expect(faultOfWebhookUrl(url, allowed)).toBeNull();
});

it.each([
  ['nonsense', 'is no complete address, such as https://example.com/parley'],
  ['ftp://example.com/', 'must begin with https://'],
  ['javascript:alert(1)', 'must begin with https://'],
  ['http://example.com/', 'must begin with https://'],
  ['http://127.0.0.1:4012/', 'must begin with https://'],
  ['https://me:secret@example.com/', 'holds a user name or a password'],
  ['https://example.com:25/', 'has a port that is not one for web services'],
  ['https://127.0.0.1/', 'is not on the public Internet'],
  ['https://2130706433/', 'is not on the public Internet'],
  ['https://169.254.169.254/latest', 'is not on the public Internet'],
  ['https://[::1]/', 'is not on the public Internet'],
  ['https://[::ffff:10.0.0.1]/', 'is not on the public Internet'],
  ['https://localhost/', 'is not on the public Internet'],
  ['https://hooks.localhost/', 'is not on the public Internet'],
])('refuses %s: it %s', (url, fault) => {
  expect(faultOfWebhookUrl(url, allowed)).toBe(fault);
});
