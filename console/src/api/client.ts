// The way to the API: one axios instance, typed by the contract. Not here: who is calling (session.ts), what queries mean (features).
import axios, { type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'

import { knockWith, reportLost, reportReached } from '@/api/connection'
import { type Refusal, toRefusal } from '@/api/problem'
import type { paths } from '@/api/schema'

const TIMEOUT_MS = 15_000

type Gettable = { [P in keyof paths]: paths[P] extends { get: { responses: { 200: unknown } } } ? P : never }[keyof paths]
type Operation<P extends Gettable> = paths[P] extends { get: infer O } ? O : never
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : never
type ParametersOf<P extends Gettable> = Operation<P> extends { parameters: infer A } ? A : never
type In<P extends Gettable, Where extends 'path' | 'query'> =
  ParametersOf<P> extends Partial<Record<Where, infer V>> ? Exclude<V, undefined> : never

/** What `GET path` answers. */
export type Answer<P extends Gettable> = Operation<P> extends { responses: { 200: infer R } } ? Json<R> : never

type Method = 'post' | 'put' | 'patch' | 'delete'
type Writable<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths]
type Act<M extends Method, P extends Writable<M>> = paths[P] extends Record<M, infer O> ? O : never
type InOf<O, Where extends 'path' | 'query'> = O extends { parameters: Partial<Record<Where, infer V>> } ? Exclude<V, undefined> : never

/** What `method path` takes. */
export type Body<M extends Method, P extends Writable<M>> =
  Act<M, P> extends { requestBody?: infer R } ? (Exclude<R, undefined> extends { content: { 'application/json': infer B } } ? B : never) : never
/** What `method path` answers when it accepts. */
export type Outcome<M extends Method, P extends Writable<M>> =
  Act<M, P> extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202)]> : never

interface Send<M extends Method, P extends Writable<M>> {
  path?: InOf<Act<M, P>, 'path'>
  query?: InOf<Act<M, P>, 'query'>
  body?: Body<M, P>
  /** The same for every try of one intention (`useWrite`); left out: a new one, or none is needed. */
  key?: string
  signal?: AbortSignal
}

interface Ask<P extends Gettable> {
  path?: In<P, 'path'>
  query?: In<P, 'query'>
  signal?: AbortSignal
}

interface Heard {
  /** The API no longer knows who is calling. */
  signedOut: () => void
  /** The cookie is another session's than the token: somebody signed in in another tab. */
  changed: () => void
}

let csrfToken: () => string | null = () => null
let heard: Heard = { signedOut: () => undefined, changed: () => undefined }

/** Which token writes carry beside the cookie, and who hears when the API no longer accepts it. Called once, by the session. */
export function authenticateWith(token: () => string | null, hears: Heard): void {
  csrfToken = token
  heard = hears
}

/** The instance behind `get`: same origin in production (the API serves the console) and in development (vite's proxy). */
export const http: AxiosInstance = axios.create({ baseURL: '/', timeout: TIMEOUT_MS, headers: { Accept: 'application/json' } })

http.interceptors.request.use((config) => withToken(config))
http.interceptors.response.use(
  (response) => {
    reportReached()
    return response
  },
  (error: unknown) => Promise.reject(axios.isCancel(error) ? error : reported(error)),
)
knockWith(async () => {
  await axios.get('/health/live', { timeout: TIMEOUT_MS })
})

/** Reads `path` of the contract.

Raises: `Refusal`, for everything but the caller's own abort. */
export async function get<P extends Gettable>(path: P, ask: Ask<P> = {}): Promise<Answer<P>> {
  const { data } = await http.get<Answer<P>>(fill(path, (ask.path ?? {}) as Record<string, unknown>), {
    params: ask.query ?? {},
    ...(ask.signal && { signal: ask.signal }),
  })
  return data
}

/** Sends `body` to `path` of the contract; what examines and stores nothing is sent this way too.

Raises: `Refusal`, for everything but the caller's own abort. */
export async function send<M extends Method, P extends Writable<M>>(method: M, path: P, sent: Send<M, P> = {}): Promise<Outcome<M, P>> {
  const { data } = await http.request<Outcome<M, P>>({
    method,
    url: fill(path, (sent.path ?? {}) as Record<string, unknown>),
    params: sent.query ?? {},
    data: sent.body ?? null,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': sent.key ?? newKey() },
    ...(sent.signal && { signal: sent.signal }),
  })
  return data
}

/** A key for one intention. `randomUUID` is not there outside secure contexts; random bytes are. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** `/members/{member_id}` with its names replaced by encoded values. */
export function fill(template: string, values: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
}

function withToken(config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  const token = csrfToken()
  if (token !== null && config.method !== 'get') config.headers.set('X-CSRF-Token', token)
  return config
}

function reported(error: unknown): Refusal {
  const refusal = toRefusal(error)
  if (refusal.kind === 'connection') reportLost()
  else reportReached()
  // A password that is not right says nothing about the session.
  if (refusal.kind === 'signed_out' && refusal.code !== 'SIGN_IN_REFUSED') heard.signedOut()
  if (refusal.code === 'CSRF_TOKEN_WRONG') heard.changed()
  return refusal
}
