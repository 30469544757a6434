// A page or component on screen as the application would put it there: queries, languages, addresses, a session.
import { PiniaColada } from '@pinia/colada'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, type Pinia, setActivePinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router, type RouteRecordRaw } from 'vue-router'

import { useSession } from '@/api/session'
import { routes as campaigns } from '@/features/campaigns'
import { routes as journeys } from '@/features/journeys'
import { routes as members } from '@/features/members'
import { routes as programs } from '@/features/programs'
import { routes as promotions } from '@/features/promotions'
import { routes as rewards } from '@/features/rewards'
import { routes as models } from '@/features/models'
import { routes as segments } from '@/features/segments'
import { routes as session } from '@/features/session'
import { i18n } from '@/locales'
import { theMarketer } from '@tests/support/answers'

export const ALL_PERMISSIONS = ['ledger.read', 'members.read', 'offers.read', 'profiles.read', 'programs.read', 'segments.read']

interface Wanted {
  at?: string
  props?: Record<string, unknown>
  permissions?: readonly string[] | null
}

export interface Screen {
  page: VueWrapper
  router: Router
  pinia: Pinia
}

const HOME: RouteRecordRaw = { path: '/', name: 'home', meta: { titleKey: 'app.name' }, component: { template: '<p>home</p>' } }

/** Mounts `component`; `permissions` null means nobody is signed in. */
export async function show(component: Component, { at = '/', props = {}, permissions = ALL_PERMISSIONS }: Wanted = {}): Promise<Screen> {
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createRouter({ history: createMemoryHistory(), routes: [HOME, ...models, ...session, ...campaigns, ...journeys, ...segments, ...members, ...programs, ...rewards, ...promotions] })
  await router.push(at)
  if (permissions !== null) useSession().me = theMarketer({ permissions: [...permissions] })
  const page = mount(component, { props, attachTo: document.body, global: { plugins: [pinia, PiniaColada, i18n, router] } })
  await flushPromises()
  return { page, router, pinia }
}

/** The state names that are drawn, in their order. */
export function states(page: VueWrapper): string[] {
  return page.findAll('[data-state]').map((found) => found.attributes('data-state') ?? '')
}
