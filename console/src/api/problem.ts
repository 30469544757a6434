// What went wrong with a request, in one shape. Not here: the words a person reads (ui/RefusalNotice.vue with locales/).
import { AxiosError } from 'axios'

/** The kinds a screen tells apart; anything finer is the API's own `code`. */
export type RefusalKind = 'connection' | 'signed_out' | 'forbidden' | 'missing' | 'conflict' | 'refused' | 'busy' | 'broken'

export interface RefusalFacts {
  kind: RefusalKind
  /** HTTP status; 0 when no answer came. */
  status: number
  /** The API's stable code, `POINTS_INSUFFICIENT`; null when none was sent. */
  code: string | null
  /** The API's own sentence, in English; null when none was sent. */
  detail: string | null
  facts: Record<string, unknown>
  requestId: string | null
  retryAfterSeconds: number | null
}

/** The error every query and write fails with. */
export class Refusal extends Error implements RefusalFacts {
  readonly kind: RefusalKind
  readonly status: number
  readonly code: string | null
  readonly detail: string | null
  readonly facts: Record<string, unknown>
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null

  constructor(parts: RefusalFacts) {
    super(parts.detail ?? parts.code ?? parts.kind)
    this.name = 'Refusal'
    this.kind = parts.kind
    this.status = parts.status
    this.code = parts.code
    this.detail = parts.detail
    this.facts = parts.facts
    this.requestId = parts.requestId
    this.retryAfterSeconds = parts.retryAfterSeconds
  }
}

/** Any thrown thing as a `Refusal`: problem+json is read, silence is `connection`, the rest is `broken`. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (!(error instanceof AxiosError)) return new Refusal({ ...SILENT, kind: 'broken', detail: error instanceof Error ? error.message : String(error) })
  // 502 and 504 are a proxy saying what we would see ourselves: nobody answers behind it.
  const status = error.response?.status ?? 0
  if (status === 0 || status === 502 || status === 504) return new Refusal({ ...SILENT, status })
  const problem = asRecord(error.response?.data)
  return new Refusal({
    kind: kindOf(status),
    status,
    code: text(problem['code']),
    detail: text(problem['detail']) ?? text(problem['title']),
    facts: asRecord(problem['facts']),
    requestId: text(problem['request_id']) ?? text(error.response?.headers['x-request-id']),
    retryAfterSeconds: seconds(error.response?.headers['retry-after']),
  })
}

const SILENT: RefusalFacts = { kind: 'connection', status: 0, code: null, detail: null, facts: {}, requestId: null, retryAfterSeconds: null }

function kindOf(status: number): RefusalKind {
  switch (status) {
    case 401:
      return 'signed_out'
    case 403:
      return 'forbidden'
    case 404:
      return 'missing'
    case 409:
    case 423:
      return 'conflict'
    case 429:
    case 503:
      return 'busy'
    default:
      return status >= 500 ? 'broken' : 'refused'
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function seconds(value: unknown): number | null {
  const count = Number(text(value))
  return text(value) !== null && Number.isFinite(count) ? count : null
}
