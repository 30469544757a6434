// What happened to a member, as the API tells it → what the screen shows. Pure; words are in locales/.
import type { Happening, Kind } from '@/features/members/queries'
import type { Tone } from '@/ui/ToneBadge.vue'

export const KINDS: readonly Kind[] = ['PURCHASE', 'POINTS', 'REDEMPTION', 'VOUCHER', 'PROMOTION', 'TIER', 'SEGMENT', 'MESSAGE', 'JOURNEY', 'CAMPAIGN', 'OFFER', 'CONSENT']

export interface HappeningRow {
  id: string
  kind: Kind
  type: string
  at: string
  code: string | null
  reference: string | null
  points: number | null
  money: { minor: number; currencyCode: string } | null
  reason: string | null
  tone: Tone
  /** Over which channel, of messages. */
  channel: string | null
  /** The page that tells more, where there is one. */
  to: { name: string; params: Record<string, string>; permission: string } | null
}

const PLACES: Partial<Record<Kind, { name: string; param: string; permission: string }>> = {
  SEGMENT: { name: 'segment', param: 'segmentCode', permission: 'segments.read' },
  MESSAGE: { name: 'message-template', param: 'templateCode', permission: 'messages.read' },
  JOURNEY: { name: 'journey', param: 'journeyCode', permission: 'journeys.read' },
  CAMPAIGN: { name: 'campaign', param: 'campaignCode', permission: 'campaigns.read' },
}

const BAD: ReadonlySet<string> = new Set(['BOUNCED', 'FAILED', 'REJECTED', 'COMPLAINED', 'OPTED_OUT', 'WITHDRAWN', 'DOWNGRADED', 'IN_DOUBT', 'EXPIRED'])
const GOOD: ReadonlySet<string> = new Set(['FULFILLED', 'UPGRADED', 'CLICKED', 'ACCEPTED', 'REDEEMED', 'GIVEN'])

/** One line of the timeline. Money is shown where its currency is known, `currencyCode` being the program's. */
export function happeningRow(one: Happening, currencyCode: string): HappeningRow {
  return {
    id: `${one.kind}/${one.id}`,
    kind: one.kind,
    type: one.type,
    at: one.at,
    code: one.code,
    reference: one.reference,
    points: one.points,
    money: one.amount_minor === null ? null : { minor: one.amount_minor, currencyCode: one.currency_code ?? currencyCode },
    reason: one.reason,
    tone: BAD.has(one.type) ? 'negative' : GOOD.has(one.type) || (one.points ?? 0) > 0 ? 'positive' : 'neutral',
    channel: typeof one.detail['channel_code'] === 'string' ? one.detail['channel_code'] : null,
    to: placeOf(one),
  }
}

/** The kinds that the address asks for; unknown ones are left out. */
export function kindsOf(asked: unknown): Kind[] {
  if (typeof asked !== 'string') return []
  const wanted = new Set(asked.split(','))
  return KINDS.filter((kind) => wanted.has(kind))
}

function placeOf({ kind, code }: Happening): HappeningRow['to'] {
  const place = PLACES[kind]
  return place === undefined || code === null ? null : { name: place.name, params: { [place.param]: code }, permission: place.permission }
}
