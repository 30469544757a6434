// Whether the API can be reached, and the patient knocking when it cannot. Not here: what is drawn (app/shell/ConnectionBar.vue).
import { readonly, ref } from 'vue'

const FIRST_WAIT_SECONDS = 3
const LONGEST_WAIT_SECONDS = 30

const isLost = ref(false)
const secondsLeft = ref(0)
const isKnocking = ref(false)
const listeners = new Set<() => void>()

let waitSeconds = FIRST_WAIT_SECONDS
let timer: ReturnType<typeof setInterval> | undefined
let knock: () => Promise<void> = () => Promise.reject(new Error('no way to knock yet'))

/** The state of the connection, for the screen. `knockNow` does not wait for the countdown. */
export function useConnection() {
  return { isLost: readonly(isLost), secondsLeft: readonly(secondsLeft), isKnocking: readonly(isKnocking), knockNow: tryAgain }
}

/** How to ask the API whether it is there; resolves when it is. */
export function knockWith(how: () => Promise<void>): void {
  knock = how
}

/** Calls `listener` each time a lost connection is back. */
export function onReconnect(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A request got no answer: counts down, knocks, and waits longer each time. */
export function reportLost(): void {
  if (isLost.value) return
  isLost.value = true
  waitSeconds = FIRST_WAIT_SECONDS
  countDown()
}

/** An answer came, whatever it said. */
export function reportReached(): void {
  if (!isLost.value) return
  isLost.value = false
  clearInterval(timer)
  for (const listener of listeners) listener()
}

function countDown(): void {
  clearInterval(timer)
  secondsLeft.value = waitSeconds
  waitSeconds = Math.min(waitSeconds * 2, LONGEST_WAIT_SECONDS)
  timer = setInterval(() => {
    secondsLeft.value -= 1
    if (secondsLeft.value <= 0) void tryAgain()
  }, 1000)
}

async function tryAgain(): Promise<void> {
  if (!isLost.value || isKnocking.value) return
  clearInterval(timer)
  isKnocking.value = true
  try {
    await knock()
    reportReached()
  } catch {
    countDown()
  } finally {
    isKnocking.value = false
  }
}

globalThis.addEventListener('online', () => void tryAgain())
