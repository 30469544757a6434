// Which program a page is about, where a company has several: in the address, and remembered for the next page. Not here: programs themselves (features/programs).
import { useQuery } from '@pinia/colada'
import { computed, type ComputedRef, onMounted, type WritableComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'

import { type Program, useBusiness } from '@/api/business'
import { get } from '@/api/client'
import { useProgramChoices } from '@/api/references'
import { useSession } from '@/api/session'
import { localText } from '@/lib/localText'
import { useRemembered } from '@/lib/preferences'

export interface ChosenProgram {
  /** As requests name it; empty: the company's first, which is meant where none is named. */
  code: ComputedRef<string>
  /** Its currency and tiers; null while they are read, or where the caller may not read them. */
  program: ComputedRef<Program | null>
  choices: ComputedRef<readonly { value: string; label: string }[]>
  choose: (code: string) => void
}

/** The program of the address, else the one of last time, else the first. One that is not there any more counts for none. */
export function useChosenProgram(): ChosenProgram {
  const { locale } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const first = useBusiness()
  const programs = useProgramChoices()
  const remembered = useLastProgram()

  const known = (code: string) => (programs.value.length === 0 || programs.value.some((one) => one.code === code) ? code : '')
  const asked = () => (typeof route.query['program'] === 'string' ? known(route.query['program']) : '')
  const code = computed(() => asked() || known(remembered.value))
  const other = useQuery(() => ({ key: ['program', code.value], enabled: session.may('programs.read') && code.value !== '', query: ({ signal }: { signal: AbortSignal }) => get('/v1/program', { query: inProgram(code.value), signal }) }))

  // What the address filters by belongs to the program of before.
  function choose(next: string): void {
    remembered.value = next
    void router.replace({ query: { program: next } })
  }

  // Once: an address that is copied from here says which program it shows.
  onMounted(() => {
    if (asked() !== '') remembered.value = asked()
    else if (code.value !== '') void router.replace({ query: { ...route.query, program: code.value } })
  })

  return {
    code,
    program: computed(() => (code.value === '' ? first.program.value : (other.data.value ?? null))),
    choices: computed(() => programs.value.filter((one) => one.status !== 'ARCHIVED' || one.code === code.value).map((one) => ({ value: one.code, label: localText(one.name, locale.value) }))),
    choose,
  }
}

/** The program that was looked at last, on whichever page; empty: none yet. */
export function useLastProgram(): WritableComputedRef<string> {
  return useRemembered('khaywe.program')
}

/** What something of a program is called among the like of all programs. */
export function nameIn(programCode: string, code: string): string {
  return programCode === '' ? code : `${programCode}/${code}`
}

/** How a request names the program; the first need not be named. */
export function inProgram(code: string): { program_code?: string } {
  return code === '' ? {} : { program_code: code }
}
