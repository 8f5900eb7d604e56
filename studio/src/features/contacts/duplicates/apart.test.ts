import { describe, expect, it } from 'vitest';
import type { DuplicateGroup } from '../../../../../core/api/people.ts';
import { allApart, oneApart, withoutPairs } from './apart.ts';

const group = (...ids: string[]) =>
  ({ reason: 'email', shared: 'x', contacts: ids.map((id) => ({ id })) }) as DuplicateGroup;
const ids = (groups: DuplicateGroup[]) => groups.map(({ contacts }) => contacts.map(({ id }) => id));

describe('contacts that are not one person', () => {
  it('take a pair away, in every group that has both', () => {
    const groups = [group('a', 'b'), group('b', 'a'), group('b', 'c')];
    expect(ids(withoutPairs(groups, oneApart(groups[0]!, 'b')))).toEqual([['b', 'c']]);
  });

  it('leave the others of a group together', () => {
    const three = group('a', 'b', 'c');
    expect(ids(withoutPairs([three], oneApart(three, 'a')))).toEqual([['b', 'c']]);
  });

  it('leave a group whole while each may still be another of it', () => {
    const pairs = [{ contactId: 'a', otherId: 'b' }];
    expect(ids(withoutPairs([group('a', 'b', 'c')], pairs))).toEqual([['a', 'b', 'c']]);
  });

  it('can be all of a group', () => {
    const three = group('a', 'b', 'c');
    expect(allApart(three)).toHaveLength(3);
    expect(withoutPairs([three], allApart(three))).toEqual([]);
  });
});
