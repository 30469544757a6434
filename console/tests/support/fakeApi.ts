// An API that answers what a test told it to; anything else is a 404 problem, as the real one gives. It stands where the network would.
import { AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'

import { http } from '@/api/client'

interface Canned {
  status: number
  body: unknown
  headers?: Record<string, string>
}

export interface Asked {
  method: string
  path: string
  body: unknown
  query: Record<string, unknown>
  csrfToken: string | null
}

type Reply = Canned | 'never' | ((asked: Asked) => Canned)

export class FakeApi {
  readonly asked: Asked[] = []
  private readonly replies = new Map<string, Reply>()
  private isDown = false

  constructor() {
    http.defaults.adapter = (config) => this.answer(config)
  }

  /** From now on `path` answers `body`; with a method before it (`POST /v1/…`) only that one does, else every method. */
  gives(path: string, body: unknown): this {
    this.replies.set(path, { status: 200, body })
    return this
  }

  /** From now on `GET path` answers what `reply` says. */
  decides(path: string, reply: (asked: Asked) => Canned): this {
    this.replies.set(path, reply)
    return this
  }

  /** From now on `GET path` is refused with a problem. */
  refuses(path: string, status: number, code: string, facts: Record<string, unknown> = {}, headers: Record<string, string> = {}): this {
    this.replies.set(path, { status, body: problem(status, code, facts), headers })
    return this
  }

  /** `GET path` is never answered. */
  hangs(path: string): this {
    this.replies.set(path, 'never')
    return this
  }

  /** No request is answered until `up`. */
  down(): this {
    this.isDown = true
    return this
  }

  up(): this {
    this.isDown = false
    return this
  }

  private async answer(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    await Promise.resolve()
    const asked: Asked = {
      method: (config.method ?? 'get').toUpperCase(),
      path: config.url ?? '',
      body: typeof config.data === 'string' ? (JSON.parse(config.data) as unknown) : (config.data ?? null),
      query: (config.params ?? {}) as Record<string, unknown>,
      csrfToken: (config.headers.get('X-CSRF-Token') as string | undefined) ?? null,
    }
    this.asked.push(asked)
    if (this.isDown) throw new AxiosError('Network Error', AxiosError.ERR_NETWORK, config)
    const reply = this.replies.get(`${asked.method} ${asked.path}`) ?? this.replies.get(asked.path) ?? { status: 404, body: problem(404, 'ROUTE_UNKNOWN', {}) }
    if (reply === 'never') return new Promise(() => undefined)
    const { status, body, headers } = typeof reply === 'function' ? reply(asked) : reply
    const response = { data: body, status, statusText: '', headers: new AxiosHeaders(headers ?? {}), config }
    if (status >= 400) throw new AxiosError(`status ${status}`, AxiosError.ERR_BAD_REQUEST, config, null, response)
    return response
  }
}

function problem(status: number, code: string, facts: Record<string, unknown>) {
  return { type: `urn:khaywe:problem:${code}`, title: 'No', status, code, detail: `The detail of ${code}.`, facts, request_id: 'req-1' }
}
