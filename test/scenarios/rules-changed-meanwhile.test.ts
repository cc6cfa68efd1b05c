import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SetupRun } from '../harness/setup-run.ts';

let stage: SetupRun;
beforeEach(async () => {
  stage = await SetupRun.start(['checkout', 'cart']);
  await stage.maps({ service: 'checkout', team: 'Payments' }, { service: 'cart', team: 'Payments' });
  await stage.write('thresholds.json', {});
});
afterEach(() => stage.stop());

const apply = (...args: readonly string[]) => stage.run('apply', ['--yes', ...args]);
/** Somebody looks at the plan, and says yes to it after this. */
const agreesAfter = (verb: string, whileAsked: () => unknown, args: readonly string[] = []) =>
  stage.run(verb, args, { whileAsked });
const threshold = (name: string) => stage.rule(name).params['threshold'];
const edits = (name: string, by: number) => {
  const { id, params } = stage.rule(name);
  stage.kibana.edits(id, { params: { ...params, threshold: by } });
};
const disowns = (name: string) => stage.kibana.edits(stage.rule(name).id, { tags: ['mine'] });
const deletes = (name: string) => void stage.kibana.rules.get('default')?.delete(stage.rule(name).id);

test('what was changed by hand, made somebody’s own or deleted while the question waited is left alone; the rest is done', async () => {
  await apply();
  await stage.write('thresholds.json', {
    global: { latency: { threshold_ms: 700 }, error_count: { threshold_count: 7 } },
  });
  const { code, text, document } = await agreesAfter('apply', () => {
    edits('Latency (checkout', 99);
    disowns('Latency (cart');
    deletes('Errors (cart');
  });
  expect(text).toContain('4 to update, 0 changed by hand');
  expect([threshold('Latency (checkout'), stage.rule('Latency (cart').tags]).toEqual([99, ['mine']]);
  expect(stage.kibana.rulesOf()).toHaveLength(5);
  expect(threshold('Errors (checkout')).toBe(7);
  for (const name of ['latency of checkout', 'latency of cart', 'error count of cart']) {
    expect(text).toContain(`left     ${name}, production (Payments): changed meanwhile; look at the plan again`);
  }
  expect(text).toContain('0 created, 1 updated, 0 deleted, 0 failed, 3 left');
  expect(code).toBe(1);
  expect(document).toMatchObject({ counts: { left: 3 } });
});

test('what was changed by hand while the question waited is left alone even where such are taken over', async () => {
  await apply();
  edits('Errors (cart', 98);
  await stage.write('thresholds.json', { global: { latency: { threshold_ms: 700 } } });
  const { code, text } = await agreesAfter('apply', () => edits('Latency (cart', 99), ['--take-over']);
  expect([threshold('Latency (cart'), threshold('Latency (checkout')]).toEqual([99, 700]);
  expect(threshold('Errors (cart')).not.toBe(98);
  expect(text).toContain('2 updated, 0 deleted, 0 failed, 1 left');
  expect(code).toBe(1);
});

test('what another run has done while the question waited is not done again, and nothing is left', async () => {
  await apply();
  await stage.write('thresholds.json', { global: { latency: { threshold_ms: 700 } } });
  await stage.maps({ service: 'cart', team: 'Payments' });
  const { code, text } = await agreesAfter('apply', () => apply());
  expect(text).toContain('1 to update, 0 changed by hand, 2 to keep, 3 to delete');
  expect(text).toContain('0 created, 0 updated, 0 deleted, 0 failed, 0 left');
  expect(code).toBe(0);
  expect(stage.rule('Latency (cart').revision).toBe(1);
});

test('destroy leaves what became somebody’s own while the question waited, and what was made by then', async () => {
  await apply();
  const { code, text } = await agreesAfter('destroy', () => {
    disowns('Latency (cart');
    deletes('Errors (cart');
    const { id: _, ...rule } = stage.rule('Latency (checkout');
    stage.kibana.rules.get('default')?.set('late', { ...rule, id: 'late', name: 'Late' });
  });
  expect(stage.kibana.rulesOf().map(({ name }) => name)).toEqual(['Latency (cart, production)', 'Late']);
  expect(text).toContain('left     Latency (cart, production): changed meanwhile');
  expect(text).toContain('4 deleted, 0 failed, 1 left');
  expect(code).toBe(1);
});
