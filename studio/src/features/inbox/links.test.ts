import { expect, it } from 'vitest';
import { hostOf, mapAddress } from './links.ts';

it('leads to a map of the place', () => {
  expect(mapAddress({ latitude: -33.86, longitude: 151.2 })).toBe(
    'https://www.openstreetmap.org/?mlat=-33.86&mlon=151.2#map=16/-33.86/151.2',
  );
});

it('names the host of an address', () => {
  expect(hostOf('https://shop.example/a.jpg')).toBe('shop.example');
  expect(hostOf('not an address')).toBeNull();
  expect(hostOf(null)).toBeNull();
});
