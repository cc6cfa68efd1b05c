import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '../harness/database.ts';
import { House } from '../harness/house.ts';

let house: House;
let wire: LossyWire;
beforeEach(async () => {
  const database = await testDatabase();
  wire = await LossyWire.to(database.url);
  house = await House.start({}, Promise.resolve({ ...database, url: wire.url }));
});
afterEach(async () => {
  await house.stop();
  await wire.stop();
});

test('a post whose commit took place unheard is answered 202 all the same, and has taken effect once', async () => {
  wire.losesNextCommit();
  const { results } = await house.elastic.posts(house.elastic.active('disk full'));
  expect(wire.lost).toBe(1);
  const [incident, ...more] = await house.incidents();
  expect(more).toEqual([]);
  expect(results).toMatchObject([{ outcome: 'duplicate', incident_id: incident?.id }]);
  expect(incident).toMatchObject({ title: 'disk full (checkout, production)', status: 'triggered', alert_count: 1 });
  expect(await house.rows('select outcome from ledger_entries')).toEqual([{ outcome: 'opened' }]);
  expect(await house.count('raw_events')).toBe(1);

  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('a mail whose being sent was written down unheard is not sent again', async () => {
  await house.elastic.fires('disk full');
  await house.passes(1);
  house.mailbox.expect('ada', 'disk full');
  await house.elastic.fires('queue stuck');
  house.mailbox.server.onMessage(() => wire.losesNextCommit());
  await house.settles().catch(() => house.settles());
  expect(wire.lost).toBe(1);
  await house.passes(120);
  house.mailbox.expect('ada', 'queue stuck');
  house.mailbox.expectNothingMore();
  expect(await house.count(`deliveries where status = 'sent' and attempts = 1`)).toBe(2);
});

/** The network in front of PostgreSQL: on demand it loses the answer to a commit, and the connection with it. */
class LossyWire {
  lost = 0;
  #loses = false;

  static async to(databaseUrl: string): Promise<LossyWire> {
    const target = new URL(databaseUrl);
    const server = createServer();
    const wire = new LossyWire(server, target);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (near) => {
      const far = connect(Number(target.port), target.hostname);
      let isDoomed = false;
      near.on('data', (chunk) => {
        isDoomed = this.#loses && chunk.includes('COMMIT');
        if (isDoomed) this.#loses = false;
        far.write(chunk);
      });
      far.on('data', (chunk) => {
        if (!isDoomed) near.write(chunk);
        else {
          this.lost += 1;
          near.destroy();
          far.destroy();
        }
      });
      for (const [here, there] of [
        [near, far],
        [far, near],
      ] as const) {
        here.on('close', () => there.destroy());
        here.on('error', () => there.destroy());
      }
    });
  }

  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.toString();
  }

  losesNextCommit(): void {
    this.#loses = true;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}
