import assert from 'node:assert/strict';
import { Leadership } from '../../server/src/simulation/observation/leadership';
import type { Group } from '../../server/src/simulation/protocols/group';
import { Role } from '../../server/src/simulation';

const group = { id: 0, storeIndex: 0, shard: 0 } as Group;

/** n1 leads and acknowledges operation 1; n2 leads from 20 on and acknowledges operation 9, asked for since. */
function succession(): Leadership {
  const leadership = new Leadership();
  leadership.announced(group, 0, Role.Leader, 1, 0);
  for (const operation of [1, 2, 5]) leadership.reached(operation);
  leadership.acknowledged(group, 0, 1, 10);
  leadership.announced(group, 1, Role.Leader, 2, 20);
  leadership.reached(9);
  leadership.acknowledged(group, 1, 9, 30);
  return leadership;
}

const acknowledgements = (leadership: Leadership): number[][] =>
  leadership
    .finish(100)
    .map(({ firstAcknowledgedAt, lastAcknowledgedAt }) => [firstAcknowledgedAt, lastAcknowledgedAt]);

describe('leadership', () => {
  it('does not go on in a late acknowledgement of what was asked for before there was a successor', () => {
    const leadership = succession();
    leadership.acknowledged(group, 0, 5, 40);
    assert.deepEqual(acknowledgements(leadership), [
      [10, 10],
      [30, 30],
    ]);
  });

  it('goes on beside the successor in what was asked for since', () => {
    const leadership = succession();
    leadership.reached(10);
    leadership.acknowledged(group, 0, 10, 40);
    assert.deepEqual(acknowledgements(leadership), [
      [10, 40],
      [30, 30],
    ]);
  });
});
