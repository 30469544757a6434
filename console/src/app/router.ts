// The routes of all features, and who may enter. Pages are fetched when they are first visited.
import { createRouter, createWebHistory, type Router } from 'vue-router'

import { onReconnect, reportLost } from '@/api/connection'
import { useSession } from '@/api/session'
import { homeRoute } from '@/features/home'
import { routes as campaigns } from '@/features/campaigns'
import { routes as journeys } from '@/features/journeys'
import { routes as members } from '@/features/members'
import { routes as models } from '@/features/models'
import { routes as programs } from '@/features/programs'
import { routes as promotions } from '@/features/promotions'
import { routes as rewards } from '@/features/rewards'
import { routes as segments } from '@/features/segments'
import { routes as session } from '@/features/session'
import { routes as settings } from '@/features/settings'
import { routes as warehouse } from '@/features/warehouse'

/** The console's router. Needs an active pinia. */
export function createConsoleRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
      homeRoute,
      ...session,
      ...campaigns,
      ...journeys,
      ...segments,
      ...members,
      ...programs,
      ...rewards,
      ...promotions,
      ...models,
      ...warehouse,
      ...settings,
      { path: '/:rest(.*)*', name: 'lost', meta: { titleKey: 'lost.title' }, component: () => import('@/app/pages/LostPage.vue') },
    ],
  })
  router.beforeEach((to) => {
    const { isSignedIn } = useSession()
    if (to.name === 'sign-in' && isSignedIn) return { name: 'home' }
    if (!to.meta.isPublic && !isSignedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
    return true
  })
  router.onError((error: unknown, to) => {
    if (isMissingPage(error)) loadWhenReachable(to.fullPath)
  })
  return router
}

// A page's code could not be fetched: either nobody answers, or a newer console has replaced the one that is open.
function isMissingPage(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module script|preload CSS/i.test(error.message)
}

// Loading anew covers both cases, and the session survives it.
function loadWhenReachable(path: string): void {
  const stop = onReconnect(() => {
    stop()
    location.assign(path)
  })
  reportLost()
}
