import { isAsked } from './render-content.ts';
import { eachOnce, toCounts, toSummary, worstOf } from './render-merged-content.ts';
import { fitSms, toSmsLink } from './render-sms.ts';
import type { Told } from './render-told.ts';
import { renderCall, toSpoken, VOICE_KEYS } from './render-voice.ts';

/**
 * Writes one SMS about several incidents, as long as one about a single incident may be: the worst by name, the others
 * counted. The reply code acknowledges the worst; the link is its own.
 */
export function renderMergedSms(told: readonly Told[], code: string | null): string {
  const incidents = eachOnce(told);
  const worst = worstOf(incidents);
  if (worst === undefined) return '';
  const others = incidents.filter((each) => each !== worst);
  const said = others.length === 0 ? '' : `(and ${others.length} more: ${toCounts(others)})`;
  const link = toSmsLink(worst);
  const isOpen = isAsked(worst.incident) && worst.event !== 'resolved';
  if (!isOpen) return fitSms(worst, said, link);
  const reply = code === null ? '' : ` Reply ${code} to acknowledge #${worst.incident.number}.`;
  return fitSms(worst, said, `${reply}${link}` || ' See the Incidents page in Kibana.');
}

/** Writes one call about several incidents: how many, then the worst, which a key acknowledges. */
export function renderMergedVoice(told: readonly Told[], keysUrl: string | null): string {
  const incidents = eachOnce(told);
  const worst = worstOf(incidents);
  if (worst === undefined) return renderCall('', '', null);
  const { number } = worst.incident;
  const text = `${toSummary(incidents)}. The first: ${toSpoken(worst)}`;
  const keys = `Press ${VOICE_KEYS.acknowledge} to acknowledge number ${number}, ${VOICE_KEYS.repeat} to hear of it again.`;
  return renderCall(text, keys, isAsked(worst.incident) ? keysUrl : null);
}
