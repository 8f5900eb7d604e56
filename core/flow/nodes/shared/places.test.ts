import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { placeProblems, readCoordinates, renderPlace } from './places.ts';
import { parseValue } from './values.ts';

describe('coordinates', () => {
  it('are read as maps and variables write them', () => {
    const berlin = { latitude: 52.52, longitude: 13.405 };
    for (const written of [
      '52.52,13.405',
      ' 52.52, 13.405 ',
      '(52.52, 13.405)',
      '52.52 13.405',
      '52.52°, 13.405°',
    ])
      expect(readCoordinates(written)).toEqual(berlin);
    expect(readCoordinates('-33.86;+151.2')).toEqual({ latitude: -33.86, longitude: 151.2 });
  });

  it('are refused when they are none', () => {
    for (const written of [
      '',
      '52.52',
      '52,52, 13,405',
      '91, 0',
      '0, 181',
      'north',
      '1e1, 2',
      `1.${'0'.repeat(30)}, 2`,
    ])
      expect(readCoordinates(written)).toBeNull();
  });
});

it('a variable keeps a location as two numbers', () => {
  expect(parseValue(' (52.520, 13.405) ', 'location')).toBe('52.52,13.405');
  expect(parseValue('somewhere', 'location')).toBeUndefined();
  expect(parseValue('', 'location')).toBeNull();
});

describe('places', () => {
  const input = stepInput({ kind: 'entered' }, { variables: { place: '52.52,13.405' } });

  it('take a shared location, and leave out what is empty', () => {
    const data = {
      coordinates: '{{ answers.place }}',
      name: 'Near {{ contact.firstName }}',
      address: '{{ x }}',
    };
    expect(renderPlace(input, data)).toEqual({
      place: { latitude: 52.52, longitude: 13.405, name: 'Near Maya' },
    });
  });

  it('say what is wrong before and after filling in', () => {
    expect(renderPlace(input, { coordinates: 'here' })).toMatchObject({
      problem: { code: 'coordinates_invalid' },
    });
    expect(placeProblems({ coordinates: 'here' }, 'headerLocation.')).toMatchObject([
      { code: 'bad-coordinates', field: 'headerLocation.coordinates' },
    ]);
    expect(placeProblems({ coordinates: '' }, '')).toMatchObject([{ code: 'required-field' }]);
    expect(placeProblems({ coordinates: '{{ answers.place }}' }, '')).toEqual([]);
  });
});
