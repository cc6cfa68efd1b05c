import {
  renderNoticeMail,
  renderNoticeSlack,
  renderNoticeSms,
  renderNoticeVoice,
  renderMessage,
  renderSlack,
  renderSms,
  renderTeamsMessage,
  renderVoice,
  type JsonObject,
  type RenderedMessage,
  type TemplateChannel,
  type TemplateParts,
  type Told,
  type ToldHandoff,
} from 'incident-core';

/** A message as it would be sent. */
export interface Shown {
  /** As its reader sees or hears it. */
  readonly parts: TemplateParts;
  /** As its provider is given it; null where that is the same. */
  readonly body: unknown;
}

const CODE = '1234';
const PREVIEW_ID = '00000000-0000-0000-0000-000000000000';

/** What the channel would send of an incident. */
export function showIncident(channel: TemplateChannel, told: Told, own: TemplateParts): Shown {
  const text = own.text ?? '';
  switch (channel) {
    case 'email':
      return { parts: partsOf(renderMessage(told, own)), body: null };
    case 'slack': {
      const messages = renderSlack(told, PREVIEW_ID, { root: text, reply: text });
      return { parts: { text: readBlocks(messages.root.blocks) }, body: messages };
    }
    case 'sms':
      return { parts: { text: renderSms(told, told.incidentUrl === null ? null : CODE, text) }, body: null };
    case 'voice': {
      const twiml = renderVoice(told, told.incidentUrl, text);
      return { parts: { text: readXml(twiml) }, body: twiml };
    }
    case 'teams': {
      const message = renderTeamsMessage(told, text);
      return { parts: { text: textsIn(message).join('\n') }, body: message };
    }
  }
}

/** What the channel would say of a shift that begins. Teams hears of none: that is what the template says, and no more. */
export function showHandoff(channel: TemplateChannel, told: ToldHandoff, own: TemplateParts): Shown {
  const { text = '' } = own;
  switch (channel) {
    case 'email':
      return { parts: partsOf(renderNoticeMail(told, own)), body: null };
    case 'slack': {
      const message = renderNoticeSlack(told, text);
      return { parts: { text: readBlocks(message.blocks) }, body: { ...message } };
    }
    case 'sms': {
      const sms = renderNoticeSms(told, text);
      return { parts: { text: sms }, body: null };
    }
    case 'voice': {
      const twiml = renderNoticeVoice(told, text);
      return { parts: { text: readXml(twiml) }, body: twiml };
    }
    case 'teams':
      return { parts: { text: text || renderNoticeMail(told).text }, body: null };
  }
}

function partsOf({ subject, text, html }: RenderedMessage): TemplateParts {
  return { subject, text, html };
}

/** The texts of Slack's blocks, without buttons and dialogs. */
function readBlocks(blocks: readonly JsonObject[]): string {
  const read = blocks.filter(({ type }) => type !== 'actions');
  const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return textsIn(read).map(unescaped).join('\n');
}

/** What stands under `text`, in order; the runs of one line together. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('text' in value && typeof value.text === 'string') return [value.text];
  if ('inlines' in value) return [textsIn(value.inlines).join('')];
  return Object.values(value).flatMap(textsIn);
}

function readXml(xml: string): string {
  return xml
    .replace(/<[^>]*>/g, '\n')
    .replace(/\n+/g, '\n')
    .trim()
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
