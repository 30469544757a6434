// Written by `npm run api` from openapi.json; change the API, never this file.

export type paths = {
    "/c/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a link in a message
         * @description Go on to where the message meant to lead.
         */
        get: operations["follow_link_c__token__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description Answers as long as the process does. A supervisor restarts the service when this fails.
         */
        get: operations["read_live_health_live_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the service ready
         * @description Asks every part the service leans on. A load balancer sends traffic while this is 200.
         */
        get: operations["read_ready_health_ready_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Counts and durations by route template, and the sizes of shared postings, in Prometheus' text format. Figures of this process.
         *
         *     Permission: `metrics.read`.
         */
        get: operations["read_metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/o/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the picture in a message
         * @description A picture that nobody sees; fetching it is noted as an opening.
         */
        get: operations["fetch_picture_o__token__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/u/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether to unsubscribe
         * @description A page with one button. Reading it changes nothing, for mail programs open links before people do.
         */
        get: operations["read_unsubscribe_u__token__get"];
        put?: never;
        /**
         * Unsubscribe
         * @description The member has withdrawn the consent for this channel; also what a mail program's own button calls.
         */
        post: operations["post_unsubscribe_u__token__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adjust points
         * @description Give or take points by decision. The reason stands in the member's history.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.adjust`.
         */
        post: operations["post_adjustment_v1_adjustments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the campaigns
         * @description Every campaign with its newest audience in numbers. All fit on one page; `next_cursor` is always null.
         *
         *     Permission: `campaigns.read`.
         */
        get: operations["list_all_campaigns_v1_campaigns_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{code}/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a campaign's audience
         * @description Who is in the audience of a day, with the offer chosen for each.
         *
         *     Permission: `campaigns.read`.
         */
        get: operations["read_audience_v1_campaigns__code__audience_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the contact policy
         * @description How often and when members may be written to; empty before the first one.
         *
         *     Permission: `messages.read`.
         */
        get: operations["read_policy_v1_contact_policy_get"];
        /**
         * Set the contact policy
         * @description From now on these limits hold for every marketing message, queued ones included.
         *
         *     Permission: `messages.write`.
         */
        put: operations["put_policy_v1_contact_policy_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct an order
         * @description Say how an order was that had been told wrongly. It is rated anew under the rules of its time; only the difference is posted.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.return`.
         */
        post: operations["post_correction_v1_corrections_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events that were set aside
         * @description Events that a consumer could not take in, with the reason, the oldest first.
         *
         *     Permission: `events.read`.
         */
        get: operations["list_letters_v1_dead_letters_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{dead_letter_id}:discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up an event that was set aside
         * @description The letter waits no longer. What it would have done is not done.
         *
         *     Permission: `events.write`.
         */
        post: operations["discard_letter_v1_dead_letters__dead_letter_id__discard_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{delivery_id}:resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a failed or doubtful message again
         * @description Somebody has looked and decided. Only deliveries that FAILED or are IN_DOUBT; the member's limits are asked anew.
         *
         *     Permission: `messages.write`.
         */
        post: operations["post_resend_v1_deliveries__delivery_id__resend_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/eligibility/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List eligibility overrides
         * @description Decisions about members, those that ended too, newest first.
         *
         *     Permission: `eligibility.read`.
         */
        get: operations["list_all_v1_eligibility_overrides_get"];
        put?: never;
        /**
         * Allow or deny a member
         * @description Let a member in whatever tier, segments and condition say, or keep the member out. It takes the place of the standing decision about
         *     the same member and thing, and counts from the next request on.
         *
         *     Permission: `eligibility.write`.
         */
        post: operations["set_one_v1_eligibility_overrides_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/eligibility/overrides/{override_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw an eligibility override
         * @description The decision counts no longer; the criteria do. Withdrawing it again changes nothing.
         *
         *     Permission: `eligibility.write`.
         */
        post: operations["withdraw_one_v1_eligibility_overrides__override_id__withdraw_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/eligibility/program": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who may take part in the program
         * @description The criteria that count for everything of the program, beside each reward's and promotion's own.
         *
         *     Permission: `eligibility.read`.
         */
        get: operations["read_program_eligibility_v1_eligibility_program_get"];
        /**
         * Say who may take part in the program
         * @description These criteria count from the next request on, as a new revision.
         *
         *     Permission: `eligibility.write`.
         */
        put: operations["save_program_eligibility_v1_eligibility_program_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description What happened, the newest first. An event that was told a moment ago may not be here yet.
         *
         *     Permission: `events.read`.
         */
        get: operations["list_events_v1_events_get"];
        put?: never;
        /**
         * Tell an event
         * @description Tell something that happened to a member. It is kept with this answer and reaches its consumers within moments.
         *
         *     Permission: `events.write`.
         */
        post: operations["tell_event_v1_events_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events:batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell many events
         * @description Tell up to 1,000 events, each answered as it would be alone.
         *
         *     Permission: `events.write`.
         */
        post: operations["tell_events_v1_events_batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event
         * @description One event of the store.
         *
         *     Permission: `events.read`.
         */
        get: operations["read_one_v1_events__event_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/earn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Examine what an event would earn
         * @description What this purchase or event would earn now: which rules fire, which do not and on which clause, what caps leave. It is refused
         *     exactly as the posting would be.
         *
         *     Permission: `ledger.read`.
         */
        post: operations["examine_earn_v1_examine_earn_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/journey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge a journey
         * @description Everything that is wrong with a journey, each time with its node; nothing is stored.
         *
         *     Permission: `journeys.read`.
         */
        post: operations["judge_v1_examine_journey_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/journey-replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Play a journey over what happened
         * @description What the journey would have done with the events of the span (at most 92 days, 200,000 events): counts by node, sends, points.
         *
         *     Permission: `journeys.read`.
         */
        post: operations["replay_journey_v1_examine_journey_replay_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/journey-trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a journey with a seed member
         * @description A seed member goes through the journey while the clock is turned to `until`, hearing the events at their times. Decided as it is
         *     live; nothing is stored, nothing is done. Turn the clock further and ask again: the same comes out, and what follows.
         *
         *     Permission: `journeys.read`.
         */
        post: operations["try_journey_out_v1_examine_journey_trial_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a message as a member would
         * @description Render a template, stored or not, for one member; nothing is stored or sent.
         *
         *     Permission: `messages.read`.
         */
        post: operations["examine_message_v1_examine_messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Examine promotions for an order
         * @description Which promotions would apply to this order, what they would give, and of every other why not. Nothing is written.
         *
         *     Permission: `promotions.read`.
         */
        post: operations["examine_promotions_v1_examine_promotions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Examine rewards for a member
         * @description As reading a member's rewards, for the rewards that are named, whether or not they are on offer. Nothing is written.
         *
         *     Permission: `rewards.read`.
         */
        post: operations["examine_rewards_v1_examine_rewards_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/segment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a segment
         * @description Count whom a rule would describe, while it is typed: share, sample, RFM classes, who would enter and who would leave, and what asking
         *     cost. Nothing is stored.
         *
         *     Permission: `segments.read`.
         */
        post: operations["examine_segment_v1_examine_segment_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/segment-clauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count a segment clause by clause
         * @description How many customers each clause of a rule describes, and how many are left after it: which clause costs the most.
         *
         *     Permission: `segments.read`.
         */
        post: operations["examine_clauses_v1_examine_segment_clauses_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/segment-overlaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lay segments over each other
         * @description How many customers each two of these segments share on the newest published data, each as it is in force.
         *
         *     Permission: `segments.read`.
         */
        post: operations["examine_overlaps_v1_examine_segment_overlaps_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/segment-sql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a segment as SQL
         * @description The statement that finds the customers whom a rule describes, for any of the warehouses, with what is bound in it.
         *
         *     Permission: `segments.read`.
         */
        post: operations["examine_sql_v1_examine_segment_sql_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/examine/segment-words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell a segment's rule in words
         * @description What a rule says, in every language, and its clauses one by one. No data are read and nothing is stored; a refusal says which part of
         *     the rule is wrong and what to write instead.
         *
         *     Permission: `segments.read`.
         */
        post: operations["examine_words_v1_examine_segment_words_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/expiry-moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move an expiry
         * @description Let a lot expire at another instant. Only an expiry that lies ahead moves, and only to an instant that does.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.adjust`.
         */
        post: operations["post_expiry_move_v1_expiry_moves_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the catalogue of features
         * @description Every feature with its type, unit, owner and words, and how fresh what is published is. Rules, models and screens read the same.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_catalogue_v1_features_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features:batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read what is known of many members
         * @description Up to 1,000 members at once, each answered in its place. Changes nothing, so it needs no Idempotency-Key.
         *
         *     Permission: `profiles.read`.
         */
        post: operations["read_features_batch_v1_features_batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/gateways/{channel_code}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what became of messages, as a gateway
         * @description As `POST /v1/message-receipts`, for a gateway that has no key: it signs with the secret in its channel's URL, as we sign what we
         *     send to it, within five minutes. It is heard on deliveries over its own channel only; what it tells twice changes nothing.
         */
        post: operations["post_gateway_receipts_v1_gateways__channel_code__receipts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold points
         * @description Set points aside for a purchase that is not settled yet. They are no longer available, at once.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.hold`.
         */
        post: operations["post_hold_v1_holds_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds:capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Capture held points
         * @description Spend what a hold holds, in part or whole. The rest stays held, unless the capture is final.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.hold`.
         */
        post: operations["post_capture_v1_holds_capture_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds:release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a hold
         * @description Let go of whatever a hold still holds; the points are available again in the lots they came from.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.hold`.
         */
        post: operations["post_release_v1_holds_release_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{hold_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a hold
         * @description How a hold stands now. One past its time has lapsed, whether or not the nightly run has posted it.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["read_hold_v1_holds__hold_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the bulk jobs
         * @description All jobs, newest first.
         *
         *     Permission: `jobs.read`.
         */
        get: operations["list_jobs_v1_jobs_get"];
        put?: never;
        /**
         * Send a bulk file
         * @description Take a file in, at most 256 MiB, and answer at once; the work goes on afterwards, whatever becomes of this connection or this
         *     process. Columns are checked now and rows later, each exactly as if it had been sent by itself. `loyalty/jobs/README.md` lists the
         *     columns of each kind.
         *
         *     Permission: `jobs.write`.
         */
        post: operations["send_file_v1_jobs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a bulk job
         * @description How far the job is. Ask again until `status` is COMPLETED, FAILED or CANCELED.
         *
         *     Permission: `jobs.read`.
         */
        get: operations["read_job_v1_jobs__job_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a bulk job
         * @description Let the job do nothing more. What it did stays done; a job that is over stays as it ended.
         *
         *     Permission: `jobs.write`.
         */
        post: operations["cancel_job_v1_jobs__job_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the refused rows of a bulk job
         * @description Why rows were refused, in the order of the file, with the same codes as over HTTP.
         *
         *     Permission: `jobs.read`.
         */
        get: operations["list_errors_v1_jobs__job_id__errors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/errors.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the refused rows of a bulk job
         * @description The refused rows as CSV: number, code, detail and the row as JSON. Put them right and send them as a new file.
         *
         *     Permission: `jobs.read`.
         */
        get: operations["download_errors_v1_jobs__job_id__errors_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the journeys
         * @description The journeys with what is live of them, in the order of their codes.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["list_all_journeys_v1_journeys_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a journey
         * @description One journey with what is live of it; of one that never was published, its draft.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["read_journey_v1_journeys__code__get"];
        /**
         * Save a journey
         * @description Save a draft, or make a new journey. The graph is proven: a refusal's `facts.problems` names every node that is unreachable, lacks a
         *     branch, stands in a loop without a wait, or asks for what is not there. What is live stays live until the draft is published.
         *
         *     Permission: `journeys.write`.
         */
        put: operations["put_journey_v1_journeys__code__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a journey
         * @description End the journey: everybody inside is stopped, nobody comes in again, and its history stays.
         *
         *     Permission: `journeys.write`.
         */
        post: operations["archive_v1_journeys__code__archive_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count who is where in a journey
         * @description How many came to each node of each version, left it by each branch and stand there now. As it stands at this instant.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["read_counts_v1_journeys__code__counts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/enrollments/{enrollment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's way
         * @description Where the member stands, until when or for what it waits, or how the way ended.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["read_enrollment_v1_journeys__code__enrollments__enrollment_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/enrollments/{enrollment_id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of a member's way
         * @description Every node that the member has visited, by which branch it left and what was done; first to last. Steps never change.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["read_steps_v1_journeys__code__enrollments__enrollment_id__steps_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of a journey's life
         * @description Who published, paused and archived the journey, when and why, and what became of those inside; newest first, at most 200 steps.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["read_moves_v1_journeys__code__moves_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a journey
         * @description Let nobody in and move nobody on until it is resumed. What happens meanwhile still ends waits and reaches goals.
         *
         *     Permission: `journeys.write`.
         */
        post: operations["pause_v1_journeys__code__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a journey
         * @description Put the draft in the place of what is live. Those inside older versions finish there, are stopped, or go on in the new one by
         *     a node map; send `dry_run=true` first to see how many stand where and what becomes of them. Refused where an action cannot be done.
         *
         *     Permission: `journeys.write`.
         */
        post: operations["publish_v1_journeys__code__publish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a journey
         * @description Let a paused journey go on. Timers that came due meanwhile fire at once, each once.
         *
         *     Permission: `journeys.write`.
         */
        post: operations["resume_v1_journeys__code__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{code}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a journey's versions
         * @description What the journey said and says, newest first, at most 200 versions. Versions never change.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["read_versions_v1_journeys__code__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description The name and the permissions of the key that calls. Any good key may ask.
         *
         *     Permission: `access.own_key.read`.
         */
        get: operations["read_me_v1_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find members by external id
         * @description The members whose external id begins with the given text, in the order of external ids.
         *
         *     Permission: `members.read`.
         */
        get: operations["list_members_v1_members_get"];
        put?: never;
        /**
         * Enrol a member
         * @description Make a customer a member of a program. Safe to repeat: a customer who is a member already is answered as stored.
         *
         *     Permission: `members.write`.
         */
        post: operations["enrol_member_v1_members_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member
         * @description The member as stored now.
         *
         *     Permission: `members.read`.
         */
        get: operations["read_member_v1_members__member_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's balances
         * @description The balance in every wallet, with the points that expire soonest. What is due by the instant counts, whether or not the
         *     nightly run has posted it: pending points past their activation, lots past their expiry, holds past their time.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["read_accounts_v1_members__member_id__accounts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's consents
         * @description Through which channels the member had agreed to be reached at an instant.
         *
         *     Permission: `members.read`.
         */
        get: operations["read_consents_v1_members__member_id__consents_get"];
        /**
         * Give or withdraw a member's consents
         * @description Write down what the member says of channels; those not named stay as they are, and what was said before stays known.
         *
         *     Permission: `members.write`.
         */
        put: operations["put_consents_v1_members__member_id__consents_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read where a member is reached
         * @description Addresses, language and time zone; all null for a member who gave none.
         *
         *     Permission: `contacts.read`.
         */
        get: operations["read_contact_v1_members__member_id__contact_get"];
        /**
         * Say where a member is reached
         * @description Replace the member's contact. An address that changed is no longer known as bounced; a time zone that is none is refused.
         *
         *     Permission: `contacts.write`.
         */
        put: operations["put_contact_v1_members__member_id__contact_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/eligibility": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a member may take part in
         * @description The program, every reward on offer and every active promotion: whether the member may take part, and every reason why not. Stock,
         *     limits, points and budgets are asked elsewhere.
         *
         *     Permission: `eligibility.read`.
         */
        get: operations["read_eligibility_v1_members__member_id__eligibility_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's history
         * @description The entries of the member's own books, latest recorded first; their sum is the balance.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["list_entries_v1_members__member_id__entries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is known of a member
         * @description The member's features as last published: from Redis, else from PostgreSQL, else from the warehouse. The answer says which, and how
         *     old. Redis or the warehouse being away costs time or a newcomer's values, never a wrong answer.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_features_v1_members__member_id__features_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a member's holds
         * @description What was ever set aside in any wallet, newest first, as each hold stands now. One past its time has lapsed, whether or not the
         *     nightly run has posted it.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["list_holds_v1_members__member_id__holds_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/journeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a member's ways through journeys
         * @description The journeys that the member is or was in, newest first.
         *
         *     Permission: `journeys.read`.
         */
        get: operations["list_of_member_v1_members__member_id__journeys_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's open lots
         * @description The spendable lots in the order in which they will burn, wallet by wallet.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["read_lots_v1_members__member_id__lots_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/lots/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read all lots of a member and their uses
         * @description Every lot the member was ever granted, latest first, as it stood at the instant, with everything that was done to it.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["list_lot_statements_v1_members__member_id__lots_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's messages
         * @description What the member was sent, is about to be, and was not, with the reason; newest first.
         *
         *     Permission: `messages.read`.
         */
        get: operations["read_messages_v1_members__member_id__messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/next-basket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a member will most likely buy next
         * @description Ten products at most, each with its chance and its reason, as the nightly run published them. A member of whom nothing is known, or
         *     for whom no model serves yet, has none: that is an answer and no error.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_next_basket_v1_members__member_id__next_basket_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's next best offers
         * @description The best offers as last published, from Redis, else from PostgreSQL, else the tier's own. A member without a score gets an
         *     answer, not an error.
         *
         *     Permission: `offers.read`.
         */
        get: operations["read_offers_v1_members__member_id__offers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's profile
         * @description Tier, RFM, churn and last activity, all of one business day (`as_of_on`), exactly as the nightly run published them.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_profile_v1_members__member_id__profile_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a member can redeem
         * @description Every reward on offer, cheapest first: available or not, every reason why not, the price and why, and the points that are missing.
         *     What is available here, redeeming grants at the same instant.
         *
         *     Permission: `rewards.read`.
         */
        get: operations["read_member_rewards_v1_members__member_id__rewards_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's scores and how old they are
         * @description Churn, RFM, lifetime value and tier, each with its model and day, and the age of what they know. Published scores are told where they
         *     are young enough; otherwise the member is scored anew from the feature store, where that knows more. Too old all the same: 409.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_member_scores_v1_members__member_id__scores_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a member's segments
         * @description The segments the member was in at an instant, and since when.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_memberships_v1_members__member_id__segments_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/segments:reevaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Re-evaluate one member's segments
         * @description Decide this member's segments anew because something happened: the same rules, in process, over the published profile, with points,
         *     tier, consents and lists as they are now and these events on top. Where tiers go by segment, the member rises with it. The next load
         *     decides for everybody again.
         *
         *     Permission: `segments.write`.
         */
        post: operations["reevaluate_v1_members__member_id__segments_reevaluate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's statement of a period
         * @description For each wallet: the balance at the beginning, what moved by kind, and the balance at the end. They add up.
         *
         *     Permission: `ledger.read`.
         */
        get: operations["read_statements_v1_members__member_id__statements_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/tier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's tier
         * @description The tier the member stands on now, what the next one needs, and whether the member is going to fall.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_tier_v1_members__member_id__tier_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/tier/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's moves between tiers
         * @description On which tier the member stood at the instant, and every move that had taken effect by then.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_tier_history_v1_members__member_id__tier_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{member_id}/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a member's vouchers
         * @description The member's vouchers with their codes, newest first, whatever became of them.
         *
         *     Permission: `vouchers.codes`.
         */
        get: operations["read_member_vouchers_v1_members__member_id__vouchers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/message-receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what became of messages
         * @description Each receipt has its consequence once, however often it is told: a bounce ends its delivery, a complaint or a leaving withdraws the
         *     member's consent for the channel. A delivery that is none of ours is refused, the others stand.
         *
         *     Permission: `messages.receipts`.
         */
        post: operations["post_receipts_v1_message_receipts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/message-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the message templates
         * @description The newest version of each template, by code.
         *
         *     Permission: `messages.read`.
         */
        get: operations["read_templates_v1_message_templates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/message-templates/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a message template
         * @description Its newest version.
         *
         *     Permission: `messages.read`.
         */
        get: operations["read_template_v1_message_templates__code__get"];
        /**
         * Save a message template
         * @description Make this the newest version; what it says already makes no new one. It is rendered for sample members first, and refused where it
         *     would say 'Dear None' to somebody.
         *
         *     Permission: `messages.write`.
         */
        put: operations["put_template_v1_message_templates__code__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers:batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read many members' next best offers
         * @description Up to 1,000 members at once, each answered in its place as `GET /v1/members/{id}/offers` would. Changes nothing, so it needs no
         *     Idempotency-Key.
         *
         *     Permission: `offers.read`.
         */
        post: operations["read_offers_batch_v1_offers_batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an offer and how it stands
         * @description Why it was made, by which model, with which chance, and what became of it so far.
         *
         *     Permission: `offers.read`.
         */
        get: operations["read_offer_v1_offers__offer_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of an offer
         * @description Shown, accepted, rejected or redeemed. A rejected or redeemed offer disappears from the member's offers at once and rests as the
         *     rules say; what is accepted takes a unit of its stock. Saying an answer twice changes nothing; saying another one is a conflict.
         *
         *     Permission: `offers.write`.
         */
        post: operations["record_outcome_v1_offers__offer_id__outcome_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this contract
         * @description This API's OpenAPI document. Any good key may ask.
         *
         *     Permission: `access.own_key.read`.
         */
        get: operations["read_contract_v1_openapi_json_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opening-balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a balance
         * @description Post the points that a member brings from another system, with the expiry they had there.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.open`.
         */
        post: operations["post_opening_balance_v1_opening_balances_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pending:activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate pending points
         * @description Say that the event has happened that pending points wait for. They are spendable from now on.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.adjust`.
         */
        post: operations["post_activation_v1_pending_activate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pending:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel pending points
         * @description Say that the pending points of a lot will not come.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.adjust`.
         */
        post: operations["post_cancellation_v1_pending_cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/program": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the program
         * @description The program in force: currency, earning rule, tiers.
         *
         *     Permission: `programs.read`.
         */
        get: operations["read_program_v1_program_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the programs
         * @description Every program with the revision in force and those that are scheduled.
         *
         *     Permission: `programs.read`.
         */
        get: operations["list_programs_v1_programs_get"];
        put?: never;
        /**
         * Create a program
         * @description Save a new program. It starts as a DRAFT, which takes no events, unless told otherwise. A code that exists gets a new revision.
         *
         *     Permission: `programs.write`.
         */
        post: operations["create_program_v1_programs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a program
         * @description The program with the revision in force and those that are scheduled.
         *
         *     Permission: `programs.read`.
         */
        get: operations["read_one_v1_programs__code__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{code}/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two revisions
         * @description Every value that differs between two revisions.
         *
         *     Permission: `programs.read`.
         */
        get: operations["read_difference_v1_programs__code__difference_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{code}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a revision
         * @description What a definition would change, and how many members would move between tiers if it were in force now. Nothing is stored.
         *
         *     Permission: `programs.read`.
         */
        post: operations["preview_revision_v1_programs__code__preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{code}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a program's revisions
         * @description Every revision ever saved, oldest first, those included that another took the place of.
         *
         *     Permission: `programs.read`.
         */
        get: operations["list_revisions_v1_programs__code__revisions_get"];
        put?: never;
        /**
         * Save a revision of a program
         * @description Change a program, live or not, from now or from a later instant on. What was earned before stays as it was; every entry names the
         *     revision that made it.
         *
         *     Permission: `programs.write`.
         */
        post: operations["save_revision_v1_programs__code__revisions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{code}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start, pause or archive a program
         * @description Take the next step of the program's life. The same status again changes nothing.
         *
         *     Permission: `programs.write`.
         */
        post: operations["move_program_v1_programs__code__status_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotion-uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply promotions to an order
         * @description Apply every promotion that fits, within its limits and budgets, and say of every other why not. Bonus points are posted at once;
         *     money off is a figure for the till. The same order gets the same answer, whatever has changed since. Beside a purchase it is the
         *     second call, with the same order id; when the order comes back, so does what it was given here.
         *
         *     Permission: `promotions.use`.
         */
        post: operations["apply_v1_promotion_uses_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotion-uses/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give promotions of an order back
         * @description The order came back as a whole: its bonus points are taken back under the program's return policy, and limits and budgets have their
         *     room again, once. Only for orders that the ledger does not know: `POST /v1/returns` and `POST /v1/reversals` do this by themselves.
         *
         *     Permission: `promotions.use`.
         */
        post: operations["give_back_v1_promotion_uses_return_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the promotions
         * @description The program's promotions with what was used of them, by code.
         *
         *     Permission: `promotions.read`.
         */
        get: operations["list_all_v1_promotions_get"];
        put?: never;
        /**
         * Create a promotion
         * @description Make a promotion. It starts as a DRAFT, which applies to nothing until it is made ACTIVE.
         *
         *     Permission: `promotions.write`.
         */
        post: operations["create_v1_promotions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a promotion's figures
         * @description The promotion and how it performs: uses, members, points, money, what is left of its budgets.
         *
         *     Permission: `promotions.read`.
         */
        get: operations["read_v1_promotions__code__get"];
        /**
         * Change a promotion
         * @description The promotion is as defined from now on, live or not, as a new revision. What was used of it stays used.
         *
         *     Permission: `promotions.write`.
         */
        put: operations["change_v1_promotions__code__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{code}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a promotion's revisions
         * @description Who changed or moved the promotion when and why, newest first, at most 200.
         *
         *     Permission: `promotions.read`.
         */
        get: operations["list_revisions_v1_promotions__code__revisions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{code}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start, pause or archive a promotion
         * @description The promotion takes the next step of its life. Standing there already is no refusal.
         *
         *     Permission: `promotions.write`.
         */
        post: operations["move_v1_promotions__code__status_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeem a reward
         * @description Spend a member's points on one unit of a reward: points, stock and redemption move together or not at all.
         *
         *     The answer comes after the commit. It is safe to repeat: the same `Idempotency-Key` gives the same answer.
         *
         *     Permission: `redemptions.write`.
         */
        post: operations["create_redemption_v1_redemptions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redemptions/{redemption_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a redemption
         * @description How a redemption stands now.
         *
         *     Permission: `redemptions.read`.
         */
        get: operations["read_redemption_v1_redemptions__redemption_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redemptions/{redemption_id}/fulfil": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fulfil a redemption
         * @description The member has what was redeemed: PROCESSING → FULFILLED.
         *
         *     Permission: `redemptions.fulfil`.
         */
        post: operations["fulfil_redemption_v1_redemptions__redemption_id__fulfil_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redemptions/{redemption_id}/process": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to process a redemption
         * @description Somebody has taken the redemption in hand: PENDING → PROCESSING.
         *
         *     Permission: `redemptions.fulfil`.
         */
        post: operations["process_redemption_v1_redemptions__redemption_id__process_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redemptions/{redemption_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund a redemption
         * @description What was delivered came back: FULFILLED → REFUNDED, as for a rejection. A voucher that was used stays used.
         *
         *     Permission: `redemptions.refund`.
         */
        post: operations["refund_redemption_v1_redemptions__redemption_id__refund_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redemptions/{redemption_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a redemption
         * @description It cannot be delivered: PROCESSING → REJECTED. The points go back to their lots; stock and limits have their room again.
         *
         *     Permission: `redemptions.fulfil`.
         */
        post: operations["reject_redemption_v1_redemptions__redemption_id__reject_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returned-mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in a mail that came back
         * @description A mail as it arrived at the sender's address, at most 1 MiB: a delivery status (RFC 3464) or a complaint (RFC 5965) that quotes one
         *     of our messages has its consequence. Any other mail says nothing: `items` is empty.
         *
         *     Permission: `messages.receipts`.
         */
        post: operations["post_returned_mail_v1_returned_mails_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Return an order
         * @description Take back exactly what the returned goods earned, under the program's policy, and give back the points they were paid with. As much of the order's promotions goes back with them: bonus points, budgets, and with the whole order their use.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.return`.
         */
        post: operations["post_return_v1_returns_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reversals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reverse a posting
         * @description Post the exact negation of a posting that was a mistake, with all that belongs to the same transaction. A purchase gives back its promotions.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.adjust`.
         */
        post: operations["post_reversal_v1_reversals_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the rewards
         * @description The rewards that can be redeemed at present, cheapest first.
         *
         *     Permission: `rewards.read`.
         */
        get: operations["list_rewards_v1_rewards_get"];
        put?: never;
        /**
         * Create a reward
         * @description Put a new reward into the catalogue. The very same one again is answered as stored.
         *
         *     Permission: `rewards.write`.
         */
        post: operations["create_v1_rewards_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a reward
         * @description The reward as it stands, offered or not, with everything that defines it.
         *
         *     Permission: `rewards.read`.
         */
        get: operations["read_v1_rewards__code__get"];
        /**
         * Change a reward
         * @description The reward is as defined from now on, as a new revision. What was redeemed stays as it was.
         *
         *     Permission: `rewards.write`.
         */
        put: operations["change_v1_rewards__code__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{code}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a reward's revisions
         * @description Who changed the reward when, newest first, at most 200.
         *
         *     Permission: `rewards.read`.
         */
        get: operations["list_revisions_v1_rewards__code__revisions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{code}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw a reward
         * @description Nobody can redeem the reward any more; redemptions under way go on. A change with `is_offered: true` brings it back.
         *
         *     Permission: `rewards.write`.
         */
        post: operations["withdraw_v1_rewards__code__withdraw_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segment-snapshots/{snapshot_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a snapshot
         * @description What was pinned, by whom and when; its checksum is over the members.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_snapshot_v1_segment_snapshots__snapshot_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segment-snapshots/{snapshot_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a snapshot
         * @description The pinned members as a file of member_id, external_id and valid_from: the same bytes of CSV every time.
         *
         *     Permission: `segments.read`.
         */
        get: operations["export_pinned_v1_segment_snapshots__snapshot_id__export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segment-snapshots/{snapshot_id}/reproduction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reproduce a snapshot
         * @description Ask the snapshot's version of its data again and say whether the members are the same; the data of a past day are read from the
         *     warehouse. They are, unless that day was corrected since or an event had moved somebody.
         *
         *     Permission: `segments.read`.
         */
        get: operations["reproduce_v1_segment_snapshots__snapshot_id__reproduction_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segment-vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a segment's rule may ask
         * @description The features with their units, labels and closed lists, the events that can be counted, the channels of consent, and the segments:
         *     what a rule builder offers.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_vocabulary_v1_segment_vocabulary_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segment-vocabulary/{feature}/distribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how a feature is spread
         * @description Bars of a number or a day, the most frequent values of anything else, on the newest published data: what to look at before choosing
         *     a threshold. Bars cover the middle 98 % of the known values.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_distribution_v1_segment_vocabulary__feature__distribution_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the segments
         * @description Every segment with its size and what changed since the day before. All fit on one page; `next_cursor` is always null.
         *
         *     Permission: `segments.read`.
         */
        get: operations["list_all_segments_v1_segments_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a segment
         * @description One segment with its rule, its size and what changed since the day before.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_segment_v1_segments__code__get"];
        /**
         * Save a segment
         * @description Save a draft, or make a new segment. The rule is checked against the feature catalogue, and a refusal says which part of it is wrong
         *     (`facts.path`, a JSON Pointer) and what to write instead (`facts.suggestion`). What is in force stays in force until the draft is
         *     activated: see who would enter and leave with `/v1/examine/segment`, then activate. Saving what is the newest version already writes
         *     nothing.
         *
         *     Permission: `segments.write`.
         */
        put: operations["put_segment_v1_segments__code__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a segment
         * @description Put the draft in force, or let a paused segment go on. Its members move at once, on the newest published data, and so do those of
         *     segments that refer to it; `segment.entered` and `segment.left` are written with them. Where tiers go by segment, members rise with it;
         *     nobody falls before the night. Standing there already is no refusal.
         *
         *     Permission: `segments.write`.
         */
        post: operations["activate_v1_segments__code__activate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a segment
         * @description End the segment: nobody is in it from now on, and its history stays. Refused while segments or campaigns refer to it.
         *
         *     Permission: `segments.write`.
         */
        post: operations["archive_v1_segments__code__archive_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a segment's days
         * @description The size on every evaluated business day, with who came and went, oldest first.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_history_v1_segments__code__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a segment's members
         * @description Who was in the segment at an instant: the same list for the same instant, however often it is asked.
         *
         *     Permission: `segments.read`.
         */
        get: operations["list_members_v1_segments__code__members_get"];
        /**
         * Replace a list's members by a file
         * @description Exactly the members in the CSV (column `member_id`: ids or external ids, at most 16 MiB) are on the list from now on: who is new
         *     enters, who is missing leaves. See first who would, with `dry_run`. One row that names nobody refuses the file, unless it may be
         *     skipped. To take it back, send the answer's `undo_as_of` to `members:restore`; history is never rewritten.
         *
         *     Permission: `segments.write`.
         */
        put: operations["replace_members_v1_segments__code__members_put"];
        /**
         * Change a list's members
         * @description Put members on a list (a STATIC segment), or take them off, at most 1,000 at once. Longer lists come as a bulk file: send a CSV of
         *     the kind SEGMENT_MEMBERS to `/v1/jobs`.
         *
         *     Permission: `segments.write`.
         */
        post: operations["change_members_v1_segments__code__members_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/members:restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a list back to how it was
         * @description Exactly those who were on the list at an instant are on it from now on; see first who would move, with `dry_run`. An instant before
         *     the list began empties it.
         *
         *     Permission: `segments.write`.
         */
        post: operations["restore_members_v1_segments__code__members_restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/members/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a segment's members
         * @description Everybody who was in at an instant, as a file of member_id, external_id and valid_from, in the order of member ids.
         *
         *     Permission: `segments.read`.
         */
        get: operations["export_v1_segments__code__members_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of a segment's life
         * @description Who made, activated, paused and archived the segment, when and why, newest first, at most 200 steps.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_moves_v1_segments__code__moves_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a segment
         * @description Evaluate the segment no more until it is activated again. Its members stay as they are.
         *
         *     Permission: `segments.write`.
         */
        post: operations["pause_v1_segments__code__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a segment's snapshots
         * @description The pinned snapshots, newest first, at most 200.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_snapshots_v1_segments__code__snapshots_get"];
        put?: never;
        /**
         * Pin a snapshot
         * @description Keep who was in at an instant as it is known now, for ever, whatever is corrected afterwards.
         *
         *     Permission: `segments.write`.
         */
        post: operations["pin_v1_segments__code__snapshots_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a segment's versions
         * @description What the segment said and says, newest first, at most 200 versions. Versions never change.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_versions_v1_segments__code__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{code}/why/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain why a member is in a segment, or is not
         * @description The rule that stood at the instant, clause by clause, with the values that it read and when those were loaded. A past day's values
         *     are read from the warehouse.
         *
         *     Permission: `segments.read`.
         */
        get: operations["read_why_v1_segments__code__why__member_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Earn or burn points
         * @description Post a purchase that earns points (`EARN`, permission `ledger.earn`) or spend points on an order (`BURN`, permission `ledger.burn`).
         *
         *     A purchase may bring its `promotions` and vouchers along (permissions `promotions.use`, `vouchers.use`): they are settled with it in
         *     one transaction, and the answer says what each gave or why it does not apply.
         *
         *     The answer comes after the posting is committed. It is safe to repeat: the same `Idempotency-Key` gives the same answer, and
         *     the same order never earns twice even under a new key. Requests of one member take effect in the order of their arrival.
         *
         *     Permission: `ledger.earn` or `ledger.burn`.
         */
        post: operations["post_transaction_v1_transactions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions:batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post a batch
         * @description Post up to 1,000 acts at once, in the order given. The key must hold the permission of every type in it.
         *
         *     Each item says what it would have been answered alone, with the same codes. The `Idempotency-Key` is the whole batch's: the same
         *     key with the same batch gives the same answer again. An independent batch is answered with 200 whatever became of its items.
         *
         *     Permission: `ledger.earn` or `ledger.adjust` or `ledger.burn` or `ledger.hold` or `ledger.open` or `ledger.return` or `ledger.transfer`.
         */
        post: operations["post_batch_v1_transactions_batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer points
         * @description Move points from one member to another, within the program's limits. Both sides are posted together or not at all.
         *
         *     The answer comes after the commit; the same `Idempotency-Key` gives it again.
         *
         *     Permission: `ledger.transfer`.
         */
        post: operations["post_transfer_v1_transfers_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the voucher pools
         * @description Every pool with how many of its vouchers stand where, by code.
         *
         *     Permission: `vouchers.read`.
         */
        get: operations["list_voucher_pools_v1_voucher_pools_get"];
        put?: never;
        /**
         * Open a voucher pool
         * @description Make a pool. Its vouchers are generated or imported afterwards. The very same pool again is answered as stored.
         *
         *     Permission: `vouchers.write`.
         */
        post: operations["open_voucher_pool_v1_voucher_pools_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a voucher pool
         * @description The pool and how many of its vouchers stand where.
         *
         *     Permission: `vouchers.read`.
         */
        get: operations["read_voucher_pool_v1_voucher_pools__code__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign a voucher
         * @description Give a member one voucher of the pool; only that member can use it. Its code is read with the member's vouchers.
         *
         *     Permission: `vouchers.assign`.
         */
        post: operations["assign_v1_voucher_pools__code__assign_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a pool's codes
         * @description The vouchers with their codes, for printing or mailing. Whoever may ask this can use every code of the pool.
         *
         *     Permission: `vouchers.codes`.
         */
        get: operations["list_pool_codes_v1_voucher_pools__code__codes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate vouchers
         * @description Make so many new vouchers, all or none. Their codes are read with the pool's codes.
         *
         *     Permission: `vouchers.write`.
         */
        post: operations["generate_v1_voucher_pools__code__generate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import vouchers
         * @description Take a partner's codes into the pool. Rows that cannot be taken are said, each with its reason; the others are.
         *
         *     Permission: `vouchers.write`.
         */
        post: operations["import_codes_v1_voucher_pools__code__import_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a pool's vouchers
         * @description The vouchers without their codes, in the order in which they were made.
         *
         *     Permission: `vouchers.read`.
         */
        get: operations["list_pool_vouchers_v1_voucher_pools__code__vouchers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/voucher-pools/{code}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw a pool's vouchers
         * @description No voucher of the pool that could still be used can be used any more. It cannot be taken back.
         *
         *     Permission: `vouchers.write`.
         */
        post: operations["withdraw_v1_voucher_pools__code__withdraw_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vouchers/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use a voucher
         * @description Use a code once for a member; with `dry_run`, ask whether it could be used. A code that does not exist and one that is somebody
         *     else's are answered alike. Codes that do not work are counted per key and per member; after too many of them every code is refused for
         *     a while.
         *
         *     Permission: `vouchers.use`.
         */
        post: operations["use_voucher_v1_vouchers_use_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how the warehouse stands
         * @description Whether the warehouse is asked or left alone just now (the breaker of the process that answers; `/metrics` has those of all), which
         *     build is published, and how fresh the features are. While the breaker is open, everything published is answered as before.
         *
         *     Permission: `profiles.read`.
         */
        get: operations["read_warehouse_v1_warehouse_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks
         * @description Every webhook, the oldest first. All fit on one page; `next_cursor` is always null.
         *
         *     Permission: `webhooks.read`.
         */
        get: operations["list_webhooks_v1_webhooks_get"];
        put?: never;
        /**
         * Make a webhook
         * @description Be told of what happens from now on. The address must be a public one; it is looked at again before each call, and the call goes
         *     to the address that was looked at and follows no redirect.
         *
         *     Permission: `webhooks.write`.
         */
        post: operations["make_webhook_v1_webhooks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook
         * @description The webhook as it is now.
         *
         *     Permission: `webhooks.read`.
         */
        get: operations["read_webhook_v1_webhooks__webhook_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change, pause or archive a webhook
         * @description Paused, its deliveries wait; archived, it is told nothing more. Made active or moved, it is tried at once.
         *
         *     Permission: `webhooks.write`.
         */
        patch: operations["change_webhook_v1_webhooks__webhook_id__patch"];
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}:test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a webhook
         * @description An event `webhook.tested` is on its way to this endpoint alone, once. What came of it stands in the delivery's log.
         *
         *     Permission: `webhooks.write`.
         */
        post: operations["try_webhook_v1_webhooks__webhook_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a webhook's deliveries
         * @description What it was told, or is to be, the newest first.
         *
         *     Permission: `webhooks.read`.
         */
        get: operations["list_deliveries_v1_webhooks__webhook_id__deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery and its log
         * @description Every call that was made for it, and what came of each.
         *
         *     Permission: `webhooks.read`.
         */
        get: operations["read_one_delivery_v1_webhooks__webhook_id__deliveries__delivery_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}:resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again
         * @description It is on its way again with the same id, event and body, whatever came of it before.
         *
         *     Permission: `webhooks.write`.
         */
        post: operations["resend_v1_webhooks__webhook_id__deliveries__delivery_id__resend_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook's secret
         * @description What its deliveries are signed with.
         *
         *     Permission: `webhooks.write`.
         */
        get: operations["read_secret_v1_webhooks__webhook_id__secret_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/secret:rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a webhook's secret
         * @description A new secret signs from now on; the one before signs beside it for a day.
         *
         *     Permission: `webhooks.write`.
         */
        post: operations["rotate_v1_webhooks__webhook_id__secret_rotate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        /**
         * AccountOut
         * @description A member's points in one wallet. `available_points = active_points − held_points`.
         */
        AccountOut: {
            /**
             * Account Id
             * @description Null until the first posting.
             */
            account_id: string | null;
            /** Active Points */
            active_points: number;
            /**
             * Available Points
             * @description What the member may spend.
             */
            available_points: number;
            /** Expired Points */
            expired_points: number;
            /** Held Points */
            held_points: number;
            /**
             * Lifetime Points
             * @description Everything ever earned.
             */
            lifetime_points: number;
            /**
             * Next Activations
             * @description The next pending points to become spendable by themselves, soonest first.
             */
            next_activations: components["schemas"]["ActivationOut"][];
            /**
             * Owed Points
             * @description Spent beyond what was there; the next points repay it first.
             */
            owed_points: number;
            /** Pending Points */
            pending_points: number;
            /**
             * Soonest Expiries
             * @description The next points to expire, soonest first.
             */
            soonest_expiries: components["schemas"]["ExpiryOut"][];
            /** Spent Points */
            spent_points: number;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * AccountsOut
         * @description A member's balance in every wallet at one instant.
         */
        AccountsOut: {
            /** Accounts */
            accounts: components["schemas"]["AccountOut"][];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Member Id */
            member_id: string;
        };
        /**
         * ActivationIn
         * @description The event that pending points wait for has happened.
         */
        ActivationIn: {
            /**
             * Event
             * @example stay.completed
             */
            event: string;
            /**
             * Lot Id
             * @description Only the points of this lot; left out: all that wait for the event.
             */
            lot_id?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason?: string | null;
            /** Reference */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * ActivationItemIn
         * @description The event that pending points wait for has happened.
         */
        ActivationItemIn: {
            /**
             * Event
             * @example stay.completed
             */
            event: string;
            /**
             * Lot Id
             * @description Only the points of this lot; left out: all that wait for the event.
             */
            lot_id?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason?: string | null;
            /** Reference */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ACTIVATION";
        };
        /**
         * ActivationOut
         * @description Pending points that become spendable at one instant.
         */
        ActivationOut: {
            /**
             * Activates At
             * Format: date-time
             */
            activates_at: string;
            /** Points */
            points: number;
        };
        /**
         * ActivityOut
         * @description What the member did lately, from the warehouse.
         */
        ActivityOut: {
            /** Last Purchase On */
            last_purchase_on: string | null;
            /** Purchase Count 364D */
            purchase_count_364d: number | null;
            /** Recency Days */
            recency_days: number | null;
            /** Spend Minor 364D */
            spend_minor_364d: number | null;
        };
        /**
         * AdjustmentIn
         * @description Points given (above 0) or taken (below 0) by decision.
         */
        AdjustmentIn: {
            /**
             * Expires At
             * @description When given points expire; left out: never.
             */
            expires_at?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Points */
            points: number;
            /** Reason */
            reason: string;
            /**
             * Reference
             * @description The business reference. Unique among the member's adjustments for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * AdjustmentItemIn
         * @description Points given (above 0) or taken (below 0) by decision.
         */
        AdjustmentItemIn: {
            /**
             * Expires At
             * @description When given points expire; left out: never.
             */
            expires_at?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Points */
            points: number;
            /** Reason */
            reason: string;
            /**
             * Reference
             * @description The business reference. Unique among the member's adjustments for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ADJUSTMENT";
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * AllocationOut
         * @description Points that came out of one lot.
         */
        AllocationOut: {
            /**
             * Lot Id
             * @description Null: out of no lot; the points are owed.
             */
            lot_id: string | null;
            /** Points */
            points: number;
        };
        /**
         * AppliedOut
         * @description What promotions did for an order.
         */
        AppliedOut: {
            /**
             * Available Points
             * @description What the member may spend afterwards.
             */
            available_points: number | null;
            /**
             * Considered
             * @description Every active promotion, highest priority first; empty for a duplicate.
             */
            considered: components["schemas"]["ConsideredOut"][];
            /**
             * Discount Minor
             * @description All money off, for the till.
             */
            discount_minor: number;
            /**
             * Is Duplicate
             * @description Promotions were applied to the order before; that is answered, and nothing was written.
             */
            is_duplicate: boolean;
            /** Member Id */
            member_id: string;
            /** Order Id */
            order_id: string;
            /**
             * Points
             * @description All bonus points.
             */
            points: number;
            /** Uses */
            uses: components["schemas"]["PromotionUseOut"][];
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * ApplyIn
         * @description An order, or another event, to which promotions apply.
         */
        ApplyIn: {
            /** Attributes */
            attributes?: {
                [key: string]: unknown;
            };
            /**
             * Codes
             * @description Only these promotions; left out: every active one that fits.
             * @example [
             *       "cheese-week"
             *     ]
             */
            codes?: string[] | null;
            /**
             * Currency Code
             * @example USD
             */
            currency_code: string;
            /**
             * Event Time
             * @description When it happened; left out: now, by the business clock.
             */
            event_time?: string | null;
            /** Lines */
            lines?: components["schemas"]["LineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Order Id
             * @description The business reference; promotions apply to it once for ever.
             */
            order_id: string;
            /** Source */
            source?: string | null;
            /**
             * Spend Minor
             * @default 0
             */
            spend_minor: number;
            /**
             * Trigger
             * @description `purchase`, or the code of another event that rules wait for.
             * @default purchase
             * @example review.written
             */
            trigger: string;
        };
        /**
         * AsOf
         * @description What "as of" asks: what counted then (EFFECTIVE), or what we knew then (RECORDED).
         * @enum {string}
         */
        AsOf: "EFFECTIVE" | "RECORDED";
        /**
         * AssignedOut
         * @description The voucher that a member was given.
         */
        AssignedOut: {
            /** Assigned At */
            assigned_at: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Member Id */
            member_id: string | null;
            /** Pool Code */
            pool_code: string;
            /**
             * Status
             * @description AVAILABLE, ASSIGNED, USED, EXPIRED or WITHDRAWN.
             */
            status: string;
            /** Usage Limit */
            usage_limit: number;
            /** Used Count */
            used_count: number;
            /** Value Minor */
            value_minor: number | null;
            /** Voucher Id */
            voucher_id: string;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * AssignIn
         * @description Who gets a voucher.
         */
        AssignIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
        };
        /**
         * AttemptOut
         * @description One call and what came of it.
         */
        AttemptOut: {
            /**
             * Answer
             * @description The first of what it said.
             */
            answer: string | null;
            /**
             * Attempted At
             * Format: date-time
             */
            attempted_at: string;
            /** Error */
            error: string | null;
            /** Number */
            number: number;
            /** Seconds */
            seconds: number;
            /** Status Code */
            status_code: number | null;
        };
        /**
         * AudienceDayOut
         * @description The audience of one business day in numbers: `read_count = kept_count + control_count + refused_count`.
         */
        AudienceDayOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /**
             * Control Count
             * @description Members set aside, so that the effect can be measured.
             */
            control_count: number;
            /**
             * Kept Count
             * @description Members who are addressed.
             */
            kept_count: number;
            /**
             * Read Count
             * @description Members of the segment.
             */
            read_count: number;
            /**
             * Refused Count
             * @description Members who are not ACTIVE, or for whom there is no offer.
             */
            refused_count: number;
            /** Refused Inactive Count */
            refused_inactive_count: number;
            /** Refused Offerless Count */
            refused_offerless_count: number;
            /** Segment Code */
            segment_code: string;
            /** Segment Version */
            segment_version: number;
            /** Version */
            version: number;
        };
        /**
         * AudienceMemberOut
         * @description One member of an audience. A control member's offer is the one that is withheld.
         */
        AudienceMemberOut: {
            /** External Id */
            external_id: string;
            /** Is Control */
            is_control: boolean;
            /** Member Id */
            member_id: string;
            /**
             * Offer Choice
             * @description BEST: the member's best-ranked offer; DEFAULT: the campaign's own.
             */
            offer_choice: string;
            /** Offer Code */
            offer_code: string;
            /** Score Probability */
            score_probability: number | null;
        };
        /**
         * BarOut
         * @description Customers whose value lies here; the first and the last bar also hold what lies outside.
         */
        BarOut: {
            /** At Least */
            at_least: number | string;
            /** Below */
            below: number | string;
            /** Customer Count */
            customer_count: number;
        };
        /**
         * BatchIn
         * @description Acts of any kind, in the order in which they are to take effect.
         */
        BatchIn: {
            /** Items */
            items: (components["schemas"]["EarnIn"] | components["schemas"]["BurnIn"] | components["schemas"]["HoldItemIn"] | components["schemas"]["CaptureItemIn"] | components["schemas"]["ReleaseItemIn"] | components["schemas"]["ReturnItemIn"] | components["schemas"]["CorrectionItemIn"] | components["schemas"]["ReversalItemIn"] | components["schemas"]["TransferItemIn"] | components["schemas"]["AdjustmentItemIn"] | components["schemas"]["OpeningBalanceItemIn"] | components["schemas"]["ActivationItemIn"] | components["schemas"]["CancellationItemIn"] | components["schemas"]["ExpiryMoveItemIn"])[];
            /**
             * Mode
             * @description `independent`: each item takes effect or is refused by itself. `atomic`: all of them take effect, or none does.
             * @enum {string}
             */
            mode: "atomic" | "independent";
        };
        /**
         * BatchOut
         * @description What became of a batch.
         */
        BatchOut: {
            /** Applied Count */
            applied_count: number;
            /** Items */
            items: components["schemas"]["serving__transactions__batch__BatchItemOut"][];
            /** Mode */
            mode: string;
            /** Refused Count */
            refused_count: number;
        };
        /**
         * BuildOut
         * @description The build that previews, activations and newcomers are answered from.
         */
        BuildOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /**
             * Built At
             * Format: date-time
             */
            built_at: string;
            /** Tables */
            tables: components["schemas"]["PublishedTableOut"][];
        };
        /**
         * BurnIn
         * @description Points spent on an order, soonest-expiring first.
         */
        BurnIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Order Id
             * @description The order that the points pay for; a return of it gives them back.
             */
            order_id?: string | null;
            /**
             * Points
             * @description How many points to spend.
             * @example 500
             */
            points: number;
            /**
             * Reason
             * @description Why, for the history.
             */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's burns for ever.
             * @example order-77
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a shop.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "BURN";
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * CallerOut
         * @description Who is calling and what it may do.
         */
        CallerOut: {
            /** Name */
            name: string;
            /**
             * Permissions
             * @description Sorted.
             */
            permissions: string[];
            /**
             * Prefix
             * @description The public part of the key, `khw_<prefix>_…`.
             */
            prefix: string;
        };
        /**
         * CampaignOut
         * @description A campaign with its newest audience in numbers.
         */
        CampaignOut: {
            /** Code */
            code: string;
            /**
             * Control Share
             * @description The share of the audience that is set aside, 0 to below 1.
             */
            control_share: number;
            /**
             * Default Offer Code
             * @description What a member without a ranked offer gets.
             */
            default_offer_code: string | null;
            description: components["schemas"]["LocalText"];
            name: components["schemas"]["LocalText"];
            /** @description Null before the first audience. */
            newest: components["schemas"]["AudienceDayOut"] | null;
            /** Owner */
            owner: string;
            /** Segment Code */
            segment_code: string;
            /** Version */
            version: number;
        };
        /**
         * CancellationIn
         * @description The pending points of a lot will not come.
         */
        CancellationIn: {
            /** Lot Id */
            lot_id: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * CancellationItemIn
         * @description The pending points of a lot will not come.
         */
        CancellationItemIn: {
            /** Lot Id */
            lot_id: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "CANCELLATION";
        };
        /**
         * CaptureIn
         * @description Held points are spent.
         */
        CaptureIn: {
            /** Hold Id */
            hold_id: string;
            /**
             * Is Final
             * @description Let go of what is not captured.
             * @default false
             */
            is_final: boolean;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Points
             * @description How many; left out: all that is still held.
             */
            points?: number | null;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's captures for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * CaptureItemIn
         * @description Held points are spent.
         */
        CaptureItemIn: {
            /** Hold Id */
            hold_id: string;
            /**
             * Is Final
             * @description Let go of what is not captured.
             * @default false
             */
            is_final: boolean;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Points
             * @description How many; left out: all that is still held.
             */
            points?: number | null;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's captures for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "CAPTURE";
        };
        /**
         * CatalogueOut
         * @description Everything that may be known of a member.
         */
        CatalogueOut: {
            /** Description */
            description: string;
            /** Features */
            features: components["schemas"]["FeatureOut"][];
            freshness: components["schemas"]["FreshnessOut"];
            /**
             * Relation
             * @description The mart that makes them.
             */
            relation: string;
        };
        /**
         * ChangeOut
         * @description One value that differs.
         */
        ChangeOut: {
            /**
             * After
             * @description Null: it is not there any more.
             */
            after: unknown;
            /**
             * Before
             * @description Null: it was not there.
             */
            before: unknown;
            /**
             * Path
             * @example rules[purchase].effects[0].points
             */
            path: string;
        };
        /**
         * ChurnOut
         * @description How likely no purchase follows within 56 days.
         */
        ChurnOut: {
            /**
             * Band Code
             * @description LOW, MEDIUM or HIGH.
             */
            band_code: string | null;
            /** Model Version */
            model_version: string | null;
            /** Probability */
            probability: number | null;
            /** Scored At */
            scored_at: string | null;
        };
        /**
         * ChurnReasonOut
         * @description One feature that moved the churn score.
         */
        ChurnReasonOut: {
            /**
             * Code
             * @example RAISES_RECENCY_DAYS
             */
            code: string;
            in_words: components["schemas"]["LocalText"];
        };
        /**
         * ClassCountOut
         * @description One RFM class.
         */
        ClassCountOut: {
            /** Customer Count */
            customer_count: number;
            /** Described Count */
            described_count: number;
            /** Rfm Segment Code */
            rfm_segment_code: string | null;
        };
        /**
         * ClauseWordsOut
         * @description One clause in words.
         */
        ClauseWordsOut: {
            in_words: components["schemas"]["LocalText"];
            /** Path */
            path: string;
        };
        /**
         * ConsentIn
         * @description What the member says of one channel.
         */
        ConsentIn: {
            /**
             * Channel Code
             * @enum {string}
             */
            channel_code: "email" | "mail" | "phone" | "push" | "sms" | "whatsapp";
            /**
             * Given At
             * @description Left out: now, by the business clock.
             */
            given_at?: string | null;
            /** Is Given */
            is_given: boolean;
            /**
             * Source
             * @example web form
             */
            source?: string | null;
        };
        /**
         * ConsentOut
         * @description What a member said of a channel last.
         */
        ConsentOut: {
            /** Channel Code */
            channel_code: string;
            /**
             * Given At
             * Format: date-time
             */
            given_at: string;
            /** Is Given */
            is_given: boolean;
            /** Source */
            source: string | null;
        };
        /**
         * ConsentsIn
         * @description What the member says of channels.
         */
        ConsentsIn: {
            /** Consents */
            consents: components["schemas"]["ConsentIn"][];
        };
        /**
         * ConsentsOut
         * @description What a member had said of each channel at an instant; a channel never spoken of is not consented to, and is not here.
         */
        ConsentsOut: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Items */
            items: components["schemas"]["ConsentOut"][];
            /** Member Id */
            member_id: string;
            /**
             * Would Apply
             * @default false
             */
            would_apply: boolean;
        };
        /**
         * ConsideredOut
         * @description A promotion that was looked at.
         */
        ConsideredOut: {
            /** Discount Minor */
            discount_minor: number;
            /** Is Applied */
            is_applied: boolean;
            /** Points */
            points: number;
            /** Promotion Code */
            promotion_code: string;
            /**
             * Reasons
             * @description Every reason why it does not apply, in the documented order.
             */
            reasons: components["schemas"]["ReasonOut"][];
            /** Revision */
            revision: number;
        };
        /**
         * ContactIn
         * @description Where and how the member is reached; the whole of it: what is left out is no longer known.
         */
        ContactIn: {
            /**
             * Email
             * @example ann@example.com
             */
            email?: string | null;
            /**
             * Language
             * @example en
             * @example ar
             */
            language?: string | null;
            /**
             * Phone
             * @description In international form.
             * @example +12125550100
             */
            phone?: string | null;
            /** Postal Address */
            postal_address?: string | null;
            /** Push Token */
            push_token?: string | null;
            /**
             * Time Zone
             * @description An IANA time zone; left out: the business's.
             * @example America/New_York
             */
            time_zone?: string | null;
        };
        /**
         * ContactOut
         * @description Where and how a member is reached.
         */
        ContactOut: {
            /** Email */
            email: string | null;
            /** Language */
            language: string | null;
            /** Member Id */
            member_id: string;
            /** Phone */
            phone: string | null;
            /** Postal Address */
            postal_address: string | null;
            /** Push Token */
            push_token: string | null;
            /** Time Zone */
            time_zone: string | null;
            /**
             * Would Apply
             * @default false
             */
            would_apply: boolean;
        };
        /**
         * ContentOut
         * @description What a message says in one language.
         */
        ContentOut: {
            /** Html */
            html: string | null;
            /** Language */
            language: string;
            /** Subject */
            subject: string | null;
            /** Text */
            text: string;
        };
        /**
         * CorrectionIn
         * @description An order was told wrongly: this is how it was. Only the difference in points is posted.
         */
        CorrectionIn: {
            /** Attributes */
            attributes?: {
                [key: string]: unknown;
            };
            /** Currency Code */
            currency_code: string;
            /** Event Time */
            event_time?: string | null;
            /** Lines */
            lines?: components["schemas"]["LineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Order Id */
            order_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference of the correction, unique among the member's for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /** Spend Minor */
            spend_minor: number;
            /**
             * Trigger
             * @description `purchase`, or the code of another event that rules wait for.
             * @default purchase
             * @example review.written
             */
            trigger: string;
        };
        /**
         * CorrectionItemIn
         * @description An order was told wrongly: this is how it was. Only the difference in points is posted.
         */
        CorrectionItemIn: {
            /** Attributes */
            attributes?: {
                [key: string]: unknown;
            };
            /** Currency Code */
            currency_code: string;
            /** Event Time */
            event_time?: string | null;
            /** Lines */
            lines?: components["schemas"]["LineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Order Id */
            order_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference of the correction, unique among the member's for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /** Spend Minor */
            spend_minor: number;
            /**
             * Trigger
             * @description `purchase`, or the code of another event that rules wait for.
             * @default purchase
             * @example review.written
             */
            trigger: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "CORRECTION";
        };
        /**
         * CostOut
         * @description What asking cost.
         */
        CostOut: {
            /** Elapsed Ms */
            elapsed_ms: number;
            /** Features Read */
            features_read: string[];
            /** Rows Scanned */
            rows_scanned: number;
        };
        /**
         * CountOut
         * @description How many vouchers it was about.
         */
        CountOut: {
            /** Voucher Count */
            voucher_count: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * DeadLetterOut
         * @description An event that one consumer could not take in; the others have it. `khaywe events dead-letters` tries it again.
         */
        DeadLetterOut: {
            /** Attempt Count */
            attempt_count: number;
            /** Body */
            body: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Consumer */
            consumer: string;
            /**
             * Event Id
             * @description Null where what arrived could not be read as an event.
             */
            event_id: string | null;
            /** Id */
            id: string;
            /** Member Id */
            member_id: string | null;
            /** Reason */
            reason: string;
            /** Reason Code */
            reason_code: string;
            /**
             * Set Aside At
             * Format: date-time
             */
            set_aside_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "WAITING" | "REDRIVEN" | "DISCARDED";
            /** Type */
            type: string | null;
        };
        /**
         * DefinedRewardOut
         * @description A reward with everything that defines it.
         */
        DefinedRewardOut: {
            /** Code */
            code: string;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            description: components["schemas"]["LocalText"];
            /** Is Offered */
            is_offered: boolean;
            /**
             * Left Count
             * @description How many are left; null: without limit.
             */
            left_count: number | null;
            name: components["schemas"]["LocalText"];
            /**
             * Price Points
             * @description The price for everybody; the least price where there is none for everybody.
             */
            price_points: number;
            /**
             * Redeemed Count
             * @description How many redemptions stand.
             */
            redeemed_count: number;
            /** Revision */
            revision: number;
            /**
             * Tier Minimum Code
             * @description The lowest tier that may redeem it; null: everyone.
             */
            tier_minimum_code: string | null;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * DeliveryDetailOut
         * @description A delivery with its log.
         */
        DeliveryDetailOut: {
            /** Attempt Count */
            attempt_count: number;
            /** Attempts */
            attempts: components["schemas"]["AttemptOut"][];
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Due At
             * @description When it is tried next; null when it is done with.
             */
            due_at: string | null;
            /** Event Id */
            event_id: string;
            /** Id */
            id: string;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "PENDING" | "DELIVERED" | "FAILED";
            /** Type */
            type: string;
        };
        /**
         * DifferenceOut
         * @description What changed between two revisions, in the definition's order.
         */
        DifferenceOut: {
            /** Changes */
            changes: components["schemas"]["ChangeOut"][];
            /** From Revision */
            from_revision: number;
            /** To Revision */
            to_revision: number;
        };
        /**
         * DistributionOut
         * @description How one feature is spread over all customers on the newest published data.
         */
        DistributionOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /**
             * Bars
             * @description Of numbers and days; empty for anything else.
             */
            bars: components["schemas"]["BarOut"][];
            /** Customer Count */
            customer_count: number;
            feature: components["schemas"]["FeatureOut"];
            /** Least */
            least: number | string | null;
            /** Most */
            most: number | string | null;
            /**
             * Other Count
             * @description Customers whose value is not among `values`.
             */
            other_count: number;
            /**
             * Quarters
             * @description Below these lie a quarter, a half and three quarters of the known values.
             */
            quarters: (number | string)[];
            /**
             * Unknown Count
             * @description Customers of whom the value is not known.
             */
            unknown_count: number;
            /**
             * Values
             * @description Of texts and truths, the most frequent first; empty for anything else.
             */
            values: components["schemas"]["ValueCountOut"][];
        };
        /**
         * EarnIn
         * @description A purchase, or another event. What it earns, the program's rules say.
         */
        EarnIn: {
            /**
             * Attributes
             * @description What else rules may ask about the event.
             */
            attributes?: {
                [key: string]: unknown;
            };
            /**
             * Currency Code
             * @description ISO 4217, the program's currency.
             * @example USD
             */
            currency_code: string;
            /**
             * Event Time
             * @description When the purchase happened; left out: now, by the business clock.
             */
            event_time?: string | null;
            /**
             * Lines
             * @description What was bought, where rules or returns need it.
             */
            lines?: components["schemas"]["LineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Order Id
             * @description The business reference. Unique for the member for ever: the same order never earns twice.
             */
            order_id: string;
            /** @description Promotions and vouchers to settle with the purchase, all of it or nothing; left out: none. */
            promotions?: components["schemas"]["PurchasePromotionsIn"] | null;
            /**
             * Source
             * @description Where it comes from, such as a till or a shop.
             * @example till-17
             */
            source?: string | null;
            /**
             * Spend Minor
             * @description What was paid, in minor units (cents).
             * @example 4599
             */
            spend_minor: number;
            /**
             * Trigger
             * @description `purchase`, or the code of another event that rules wait for.
             * @default purchase
             * @example review.written
             */
            trigger: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EARN";
        };
        /**
         * EarningRuleOut
         * @description What a purchase earns: `points` for every full `per_minor` spent.
         */
        EarningRuleOut: {
            /** Code */
            code: string;
            /** Expiry Days */
            expiry_days: number;
            /** Expiry Months */
            expiry_months: number;
            /**
             * Expiry Policy
             * @description NEVER, ROLLING, CALENDAR or INACTIVITY.
             */
            expiry_policy: string;
            /**
             * Expiry Rounding
             * @description NONE, DAY_END, MONTH_END, QUARTER_END or YEAR_END, in the program's time zone.
             */
            expiry_rounding: string;
            /** Per Minor */
            per_minor: number;
            /** Points */
            points: number;
        };
        /**
         * EligibilityOut
         * @description What a member may take part in: the program, every reward on offer, every active promotion.
         */
        EligibilityOut: {
            /** Items */
            items: components["schemas"]["serving__eligibility__router__StandingOut"][];
            /** Member Id */
            member_id: string;
            /**
             * Source
             * @description cache or database; the answer is the same.
             */
            source: string;
        };
        /**
         * EmptyIn
         * @description Nothing more to say.
         */
        EmptyIn: Record<string, never>;
        /**
         * EnrolIn
         * @description A customer to be made a member.
         */
        EnrolIn: {
            /**
             * Attributes
             * @description What else is known, as a JSON object of at most 16 KiB.
             */
            attributes?: {
                [key: string]: unknown;
            };
            /**
             * External Id
             * @description The company's own number for the customer; unique within the program.
             * @example 1042
             */
            external_id: string;
            /**
             * Joined At
             * @description When the customer joined; left out: now, by the business clock.
             */
            joined_at?: string | null;
        };
        /**
         * EnrolledOut
         * @description The member, and whether this call made it one.
         */
        EnrolledOut: {
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /** External Id */
            external_id: string;
            /**
             * Is Duplicate
             * @description The customer was a member already; nothing was written.
             */
            is_duplicate: boolean;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /**
             * Member Id
             * @example mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b
             */
            member_id: string;
            /** Program Code */
            program_code: string;
            /**
             * Status
             * @description ACTIVE, INACTIVE or CLOSED; only an ACTIVE member earns, burns and redeems.
             */
            status: string;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * EnrollmentOut
         * @description A member's way through a journey.
         */
        EnrollmentOut: {
            /**
             * Awaits
             * @description The event that is waited for; `segment.entered:<code>` for a segment.
             */
            awaits: string | null;
            /**
             * Due At
             * @description When it goes on by itself; null: nothing but an event moves it, or it is over.
             */
            due_at: string | null;
            /** Ended At */
            ended_at: string | null;
            /** Id */
            id: string;
            /** Is Waiting */
            is_waiting: boolean;
            /** Journey Code */
            journey_code: string;
            /**
             * Moved At
             * Format: date-time
             */
            moved_at: string;
            /** Node Id */
            node_id: string;
            /**
             * Outcome
             * @description INSIDE, COMPLETED, GOAL, STOPPED or FAILED.
             */
            outcome: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Version */
            version: number;
            /** Visit Count */
            visit_count: number;
        };
        /**
         * EntryOut
         * @description One immutable line of a member's history.
         */
        EntryOut: {
            /** Actor */
            actor: string | null;
            /**
             * Amount Points
             * @description Signed.
             */
            amount_points: number;
            /**
             * Book
             * @description Which part of the balance it changed: ACTIVE, PENDING or HELD.
             */
            book: string;
            /** Currency Code */
            currency_code: string | null;
            /**
             * Effective At
             * Format: date-time
             * @description From when it counts.
             */
            effective_at: string;
            /** Entry Id */
            entry_id: string;
            /**
             * Event Time
             * Format: date-time
             * @description When it happened.
             */
            event_time: string;
            /** Lot Id */
            lot_id: string | null;
            /** Posting Id */
            posting_id: string;
            /** Reason */
            reason: string | null;
            /**
             * Recorded At
             * Format: date-time
             * @description When we knew.
             */
            recorded_at: string;
            /**
             * Reference
             * @description The caller's own reference, such as the order id.
             */
            reference: string;
            /** Reference Kind */
            reference_kind: string;
            /** Rule Code */
            rule_code: string | null;
            /** Rule Revision */
            rule_revision: number | null;
            /** Source */
            source: string | null;
            /** Spend Minor */
            spend_minor: number | null;
            /**
             * Type
             * @example POINTS_EARNED
             */
            type: string;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * EventIn
         * @description Something that happened to a member.
         */
        EventIn: {
            /**
             * Data
             * @description What the event says; at most 16 KiB.
             */
            data?: {
                [key: string]: unknown;
            };
            /**
             * Id
             * @description Your own id of the event: told twice by one key, it is told once.
             */
            id?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Occurred At
             * @description Left out: now, by the business clock.
             */
            occurred_at?: string | null;
            /**
             * Type
             * @description `customer.updated`, `customer.purchased`, or one of your own such as `cart.abandoned`.
             */
            type: string;
        };
        /**
         * EventOut
         * @description An event as the bus and webhooks carry it. Readers pass over fields of `data` that they do not know.
         */
        EventOut: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Position
             * @description The place in the store: no gaps, and of one member in order.
             */
            position: number;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Schema Version */
            schema_version: number;
            /** Source */
            source: string;
            /**
             * Stored At
             * Format: date-time
             * @description By the wall clock.
             */
            stored_at: string;
            subject: components["schemas"]["SubjectOut"];
            /** Type */
            type: string;
        };
        /**
         * EventsIn
         * @description Events in the order in which they happened.
         */
        EventsIn: {
            /** Items */
            items: components["schemas"]["EventIn"][];
            /**
             * Mode
             * @description `independent`: each is told or refused by itself. `atomic`: all or none.
             * @enum {string}
             */
            mode: "atomic" | "independent";
        };
        /**
         * EventTypeOut
         * @description Something customers did that a rule may count, sum or date.
         */
        EventTypeOut: {
            /**
             * Fields
             * @description What the condition of a count may ask of each one.
             */
            fields: components["schemas"]["FeatureOut"][];
            label: components["schemas"]["LocalText"];
            /** Type */
            type: string;
        };
        /**
         * ExaminedOut
         * @description What an event would earn, and why not more.
         */
        ExaminedOut: {
            /**
             * Available Points
             * @description What the member could spend afterwards.
             */
            available_points: number;
            /** Grants */
            grants: components["schemas"]["GrantOut"][];
            /**
             * Points
             * @description Into the first wallet that points would go to.
             */
            points: number;
            /**
             * Rule Revision
             * @description The revision in force at the event's time.
             */
            rule_revision: number | null;
            /** Verdicts */
            verdicts: components["schemas"]["VerdictOut"][];
        };
        /**
         * ExamineEarnIn
         * @description An event as it would be posted.
         */
        ExamineEarnIn: {
            /** Attributes */
            attributes?: {
                [key: string]: unknown;
            };
            /**
             * Currency Code
             * @example USD
             */
            currency_code: string;
            /** Event Time */
            event_time?: string | null;
            /** Lines */
            lines?: components["schemas"]["LineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Order Id
             * @description The reference it would have; one that is posted already is refused.
             * @default examined
             */
            order_id: string;
            /**
             * Spend Minor
             * @description What would be paid, in minor units.
             * @default 0
             */
            spend_minor: number;
            /**
             * Trigger
             * @description `purchase`, or the code of another event that rules wait for.
             * @default purchase
             * @example review.written
             */
            trigger: string;
        };
        /**
         * ExamineRewardsIn
         * @description What could this member redeem?
         */
        ExamineRewardsIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Reward Codes
             * @description These rewards, offered or not; left out: every reward on offer.
             */
            reward_codes?: string[] | null;
            /**
             * Wallet Code
             * @description Paid from this wallet; left out: the first in which a price applies.
             */
            wallet_code?: string | null;
        };
        /**
         * ExpiryMoveIn
         * @description A lot expires at another future instant.
         */
        ExpiryMoveIn: {
            /**
             * Expires At
             * @description Null: never.
             */
            expires_at: string | null;
            /** Lot Id */
            lot_id: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason: string;
            /** Reference */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * ExpiryMoveItemIn
         * @description A lot expires at another future instant.
         */
        ExpiryMoveItemIn: {
            /**
             * Expires At
             * @description Null: never.
             */
            expires_at: string | null;
            /** Lot Id */
            lot_id: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason: string;
            /** Reference */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "EXPIRY_MOVE";
        };
        /**
         * ExpiryOut
         * @description Points that stop being spendable at one instant.
         */
        ExpiryOut: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Points */
            points: number;
        };
        /**
         * FateOut
         * @description What becomes of the members at a node of an older version.
         */
        FateOut: {
            /**
             * Fate
             * @description FINISH_OLD, STOP or MIGRATE.
             */
            fate: string;
            /** Member Count */
            member_count: number;
            /** Node Id */
            node_id: string;
            /** To Node Id */
            to_node_id: string | null;
            /** Version */
            version: number;
        };
        /**
         * FeatureOut
         * @description One feature of the catalogue.
         */
        FeatureOut: {
            /**
             * Codes
             * @description The closed list of values, where there is one.
             */
            codes: string[] | null;
            /** Description */
            description: string;
            /**
             * Is Nullable
             * @description Whether an empty value is an answer.
             */
            is_nullable: boolean;
            /**
             * Kind
             * @description `date` travels as an ISO text.
             * @enum {string}
             */
            kind: "integer" | "number" | "text" | "boolean" | "date";
            label: components["schemas"]["LocalText"] | null;
            /** Name */
            name: string;
            /**
             * Owner
             * @description Who is asked about it.
             */
            owner: string | null;
            /** Unit */
            unit: string | null;
        };
        /**
         * FeaturesBatchIn
         * @description Whose features are asked for, and which.
         */
        FeaturesBatchIn: {
            /**
             * Member Ids
             * @description Ids (`mbr_…`) or external ids.
             * @example [
             *       "1042"
             *     ]
             */
            member_ids: string[];
            /**
             * Names
             * @description Only these features; left out: all.
             */
            names?: string[] | null;
            /**
             * Program Code
             * @description The program whose external ids are meant; left out: the first one.
             */
            program_code?: string | null;
        };
        /**
         * FeaturesBatchOut
         * @description As many items as were asked for, in the same order.
         */
        FeaturesBatchOut: {
            /** Items */
            items: components["schemas"]["serving__features__schemas__BatchItemOut"][];
        };
        /**
         * FileFormat
         * @description How the file is written: CSV in UTF-8 with a header line, or Parquet.
         * @enum {string}
         */
        FileFormat: "CSV" | "PARQUET";
        /**
         * FreshnessOut
         * @description How fresh what is published is; nulls before the first publish.
         */
        FreshnessOut: {
            /** Age Seconds */
            age_seconds: number | null;
            /** As Of On */
            as_of_on: string | null;
            /**
             * Expected Within Seconds
             * @description Older than this, something did not run.
             */
            expected_within_seconds: number;
            /**
             * Generation
             * @description Counts publishes.
             */
            generation: number | null;
            /** Is Stale */
            is_stale: boolean;
            /**
             * Loaded At
             * @description When the newest load arrived that the features know.
             */
            loaded_at: string | null;
            /** Published At */
            published_at: string | null;
        };
        /**
         * GenerateIn
         * @description How many vouchers more.
         */
        GenerateIn: {
            /** Count */
            count: number;
        };
        /**
         * GrantOut
         * @description Points that came into being as one lot.
         */
        GrantOut: {
            /**
             * Activates At
             * @description When pending points become spendable by themselves.
             */
            activates_at: string | null;
            /**
             * Activation Event
             * @description What pending points wait for.
             */
            activation_event: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Is Pending */
            is_pending: boolean;
            /**
             * Lot Id
             * @description Null for a dry run.
             */
            lot_id: string | null;
            /** Points */
            points: number;
            /** Rule Code */
            rule_code: string | null;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * HoldIn
         * @description Points set aside until they are captured, released, or lapse.
         */
        HoldIn: {
            /**
             * Lapses At
             * @description When the hold ends by itself; left out: not before somebody ends it.
             */
            lapses_at?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Order Id
             * @description The order that the points are meant for.
             */
            order_id?: string | null;
            /** Points */
            points: number;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's holds for ever.
             * @example cart-77
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * HoldItemIn
         * @description Points set aside until they are captured, released, or lapse.
         */
        HoldItemIn: {
            /**
             * Lapses At
             * @description When the hold ends by itself; left out: not before somebody ends it.
             */
            lapses_at?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Order Id
             * @description The order that the points are meant for.
             */
            order_id?: string | null;
            /** Points */
            points: number;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's holds for ever.
             * @example cart-77
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "HOLD";
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * HoldOut
         * @description Points set aside. `points = held_points + captured_points + released_points`.
         */
        HoldOut: {
            /** Account Id */
            account_id: string;
            /** Captured Points */
            captured_points: number;
            /** Held Points */
            held_points: number;
            /** Hold Id */
            hold_id: string;
            /**
             * Issued At
             * Format: date-time
             */
            issued_at: string;
            /** Lapses At */
            lapses_at: string | null;
            /** Member Id */
            member_id: string;
            /** Order Id */
            order_id: string | null;
            /** Points */
            points: number;
            /** Reference */
            reference: string;
            /** Released Points */
            released_points: number;
            /** Resolved At */
            resolved_at: string | null;
            /**
             * Status
             * @description ISSUED → CAPTURED, RELEASED or LAPSED.
             */
            status: string;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * HoldStatus
         * @description A hold is ISSUED until nothing of it is held any more; then it is, for ever, what ended it.
         * @enum {string}
         */
        HoldStatus: "ISSUED" | "CAPTURED" | "RELEASED" | "LAPSED";
        /**
         * ImportedOut
         * @description What became of a partner's list.
         */
        ImportedOut: {
            /** Read Count */
            read_count: number;
            /** Refused */
            refused: components["schemas"]["ImportedRowOut"][];
            /** Stored Count */
            stored_count: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * ImportedRowOut
         * @description A row that was not taken.
         */
        ImportedRowOut: {
            /** Problem */
            problem: string;
            /**
             * Problem Code
             * @description CODE_MALFORMED, CODE_CHECK_FAILED, CODE_REPEATED or CODE_KNOWN.
             */
            problem_code: string;
            /**
             * Row
             * @description Counted from 1.
             */
            row: number;
        };
        /**
         * ImportIn
         * @description A partner's codes.
         */
        ImportIn: {
            /** Codes */
            codes: string[];
        };
        /**
         * Inside
         * @description What becomes of members inside older versions when one is published.
         * @enum {string}
         */
        Inside: "FINISH_OLD" | "STOP" | "MIGRATE";
        /**
         * JobKind
         * @description What the rows of the file are.
         * @enum {string}
         */
        JobKind: "TRANSACTIONS" | "MEMBERS" | "OPENING_BALANCES" | "VOUCHERS" | "SEGMENT_MEMBERS";
        /**
         * JobOut
         * @description A bulk file on its way. `done_count = applied_count + duplicate_count + refused_count`.
         */
        JobOut: {
            /** Actor */
            actor: string;
            /** Applied Count */
            applied_count: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Done Count */
            done_count: number;
            /**
             * Duplicate Count
             * @description Rows that were posted before.
             */
            duplicate_count: number;
            /** Ended At */
            ended_at: string | null;
            /** Failure Code */
            failure_code: string | null;
            /** Failure Text */
            failure_text: string | null;
            /** File Bytes */
            file_bytes: number;
            /** File Format */
            file_format: string;
            /** File Name */
            file_name: string;
            /**
             * Job Id
             * @description Null for a dry run.
             */
            job_id: string | null;
            /** Kind */
            kind: string;
            /** Program Code */
            program_code: string;
            /** Refused Count */
            refused_count: number;
            /**
             * Row Count
             * @description Known when the job is over.
             */
            row_count: number | null;
            /** Started At */
            started_at: string | null;
            /**
             * Status
             * @description QUEUED → RUNNING → COMPLETED, FAILED or CANCELED.
             */
            status: string;
            /**
             * Would Apply
             * @description True for a dry run only: the file would be taken in, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * JourneyCountsOut
         * @description The counts of every node where somebody came, as they stand now.
         */
        JourneyCountsOut: {
            /** Items */
            items: components["schemas"]["NodeCountsOut"][];
        };
        /**
         * JourneyIn
         * @description What a journey is to be.
         */
        JourneyIn: {
            /**
             * Definition
             * @description The graph: `program_code`, `name`, `owner`, `nodes`, `edges`, `reentry`, `goal`.
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Expected Version
             * @description The newest version that you have seen.
             */
            expected_version?: number | null;
        };
        /**
         * JourneyJudgedOut
         * @description What is wrong with a journey.
         */
        JourneyJudgedOut: {
            /**
             * Is Publishable
             * @description And everything it does can be done here.
             */
            is_publishable: boolean;
            /**
             * Is Sound
             * @description It can be saved.
             */
            is_sound: boolean;
            /**
             * Problems
             * @description What keeps it from being saved.
             */
            problems: components["schemas"]["ProblemOut"][];
            /**
             * Unavailable
             * @description What keeps it from being published.
             */
            unavailable: components["schemas"]["ProblemOut"][];
        };
        /**
         * JourneyMovedOut
         * @description A step that was taken, or with `dry_run` would be, and what it does to those inside.
         */
        JourneyMovedOut: {
            /** Code */
            code: string;
            /** Draft Version */
            draft_version: number | null;
            /** Inside */
            inside: components["schemas"]["FateOut"][];
            /**
             * Is New
             * @description False: it stood there already.
             */
            is_new: boolean;
            /** Live Version */
            live_version: number | null;
            /**
             * Moved Count
             * @description Members whose way is stopped or goes on in the new version.
             */
            moved_count: number;
            /** Next Run At */
            next_run_at: string | null;
            /** Status */
            status: string;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * JourneyMoveOut
         * @description A step of a journey's life, and who took it.
         */
        JourneyMoveOut: {
            /** Actor */
            actor: string;
            /** From Status */
            from_status: string;
            /** Inside */
            inside: string | null;
            /** Moved Count */
            moved_count: number;
            /** Node Map */
            node_map: {
                [key: string]: string;
            } | null;
            /** Reason */
            reason: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** To Status */
            to_status: string;
            /** Version */
            version: number | null;
        };
        /**
         * JourneyMovesOut
         * @description The steps of a journey's life, newest first.
         */
        JourneyMovesOut: {
            /** Items */
            items: components["schemas"]["JourneyMoveOut"][];
        };
        /**
         * JourneyOut
         * @description A journey with the definition that is live; of one that never was published, its draft.
         */
        JourneyOut: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Code */
            code: string;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Draft Version
             * @description The version that waits to be published.
             */
            draft_version: number | null;
            /** Live Version */
            live_version: number | null;
            name: components["schemas"]["LocalText"];
            /**
             * Next Run At
             * @description When its schedule ticks next, where it has one.
             */
            next_run_at: string | null;
            /** Owner */
            owner: string;
            /** Program Code */
            program_code: string;
            /**
             * Status
             * @description DRAFT, ACTIVE, PAUSED or ARCHIVED.
             */
            status: string;
        };
        /**
         * JourneyQuestion
         * @description A journey that may be good or bad.
         */
        JourneyQuestion: {
            /**
             * Definition
             * @example {
             *       "edges": [
             *         {
             *           "from": "start",
             *           "to": "gift"
             *         },
             *         {
             *           "from": "gift",
             *           "to": "morning"
             *         },
             *         {
             *           "from": "morning",
             *           "to": "regular"
             *         },
             *         {
             *           "branch": "often",
             *           "from": "regular",
             *           "to": "thanks"
             *         },
             *         {
             *           "branch": "else",
             *           "from": "regular",
             *           "to": "end"
             *         },
             *         {
             *           "from": "thanks",
             *           "to": "end"
             *         }
             *       ],
             *       "goal": {
             *         "event_type": "points.spent"
             *       },
             *       "name": {
             *         "ar": "أهلًا",
             *         "en": "Welcome"
             *       },
             *       "nodes": [
             *         {
             *           "id": "start",
             *           "trigger": {
             *             "event_type": "points.earned",
             *             "kind": "EVENT"
             *           },
             *           "type": "START"
             *         },
             *         {
             *           "action": {
             *             "kind": "AWARD_POINTS",
             *             "points": 50,
             *             "reason": "welcome"
             *           },
             *           "id": "gift",
             *           "type": "ACTION"
             *         },
             *         {
             *           "id": "morning",
             *           "type": "WAIT",
             *           "wait": {
             *             "kind": "UNTIL_LOCAL_TIME",
             *             "time": "09:00"
             *           }
             *         },
             *         {
             *           "branches": [
             *             {
             *               "branch": "often",
             *               "rule": {
             *                 ">=": [
             *                   {
             *                     "var": "features.purchase_count_28d"
             *                   },
             *                   4
             *                 ]
             *               }
             *             }
             *           ],
             *           "id": "regular",
             *           "type": "CONDITION"
             *         },
             *         {
             *           "action": {
             *             "kind": "SET_ATTRIBUTE",
             *             "name": "is_regular",
             *             "value": true
             *           },
             *           "id": "thanks",
             *           "type": "ACTION"
             *         },
             *         {
             *           "id": "end",
             *           "type": "END"
             *         }
             *       ],
             *       "owner": "marketing",
             *       "program_code": "journey",
             *       "reentry": "ONCE"
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * JourneySavedOut
         * @description The version that stands after saving.
         */
        JourneySavedOut: {
            /** Code */
            code: string;
            /**
             * Is New
             * @description False: the newest version says just that already.
             */
            is_new: boolean;
            /** Live Version */
            live_version: number | null;
            /** Status */
            status: string;
            /** Version */
            version: number;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * JourneyStatus
         * @description DRAFT → ACTIVE ⇄ PAUSED → ARCHIVED. Only an ACTIVE journey takes members in and moves them on.
         * @enum {string}
         */
        JourneyStatus: "DRAFT" | "ACTIVE" | "PAUSED" | "ARCHIVED";
        /**
         * JourneyStepIn
         * @description Why a step is taken.
         */
        JourneyStepIn: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * JourneyVersionOut
         * @description One version as it was saved.
         */
        JourneyVersionOut: {
            /** Actor */
            actor: string;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Version */
            version: number;
        };
        /**
         * JourneyVersionsOut
         * @description The versions of a journey, newest first.
         */
        JourneyVersionsOut: {
            /** Items */
            items: components["schemas"]["JourneyVersionOut"][];
        };
        /**
         * LanguageContentIn
         * @description A content and its language.
         */
        LanguageContentIn: {
            /**
             * Html
             * @description For email, beside its text.
             */
            html?: string | null;
            /** Language */
            language: string;
            /**
             * Subject
             * @description For email and push.
             */
            subject?: string | null;
            /** Text */
            text: string;
        };
        /**
         * LifetimeValueOut
         * @description What is expected of the member in the next 84 days, as last published.
         */
        LifetimeValueOut: {
            /**
             * Alive Probability
             * @description How likely the member still buys at all.
             */
            alive_probability: number | null;
            /** Expected Purchases 84D */
            expected_purchases_84d: number | null;
            /** Expected Spend Minor 84D */
            expected_spend_minor_84d: number | null;
        };
        /**
         * LineIn
         * @description One line of an order.
         */
        LineIn: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Attributes
             * @description What else rules may ask about the line.
             */
            attributes?: {
                [key: string]: unknown;
            };
            /** Category Code */
            category_code?: string | null;
            /**
             * Line Id
             * @description The line's own id within the order; a return names it.
             * @example 1
             */
            line_id: string;
            /** Product Id */
            product_id?: string | null;
            /**
             * Quantity
             * @default 1
             */
            quantity: number;
        };
        /**
         * ListChangedOut
         * @description What became of the list.
         */
        ListChangedOut: {
            /** Changed Count */
            changed_count: number;
            /** Code */
            code: string;
            /**
             * Unchanged Count
             * @description Members who were there, or were not, already.
             */
            unchanged_count: number;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * ListChangeIn
         * @description Members to be put on a list, or taken off it.
         */
        ListChangeIn: {
            /**
             * Action
             * @default ADD
             * @enum {string}
             */
            action: "ADD" | "REMOVE";
            /**
             * Member Ids
             * @description Ids (`mbr_…`) or external ids. All must be members, or nothing is written.
             */
            member_ids: string[];
        };
        /**
         * ListReplacedOut
         * @description What a replacement changed, or would.
         */
        ListReplacedOut: {
            /** Code */
            code: string;
            /** Entered Count */
            entered_count: number;
            /**
             * Entered Sample
             * @description At most 20 of those who came.
             */
            entered_sample: string[];
            /** Kept Count */
            kept_count: number;
            /** Left Count */
            left_count: number;
            /** Left Sample */
            left_sample: string[];
            /**
             * Skipped Count
             * @description Rows that named nobody we know; more than 0 only with `skip_unknown`.
             */
            skipped_count: number;
            /**
             * Undo As Of
             * Format: date-time
             * @description Send it to `members:restore` to take this back.
             */
            undo_as_of: string;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * ListRestoreIn
         * @description The instant whose members shall be on the list again.
         */
        ListRestoreIn: {
            /**
             * As Of
             * Format: date-time
             * @description For taking a replacement back: its `undo_as_of`.
             * @example 2017-10-31T18:05:00Z
             */
            as_of: string;
        };
        /**
         * LiveOut
         * @description The process answers.
         */
        LiveOut: {
            /**
             * Status
             * @constant
             */
            status: "live";
        };
        /**
         * LocalText
         * @description Words in each language the console speaks.
         */
        LocalText: {
            /** Ar */
            ar: string;
            /** En */
            en: string;
        };
        /**
         * LocalTextIn
         * @description Words by language; a language left out shows the English ones.
         */
        LocalTextIn: {
            /** Ar */
            ar?: string | null;
            /** En */
            en: string;
        };
        /**
         * LotOut
         * @description Points granted together, expiring together.
         */
        LotOut: {
            /** Expires At */
            expires_at: string | null;
            /**
             * Granted At
             * Format: date-time
             */
            granted_at: string;
            /** Granted Points */
            granted_points: number;
            /** Lot Id */
            lot_id: string;
            /** Remaining Points */
            remaining_points: number;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * LotsOut
         * @description A member's open lots in the order in which they will burn.
         */
        LotsOut: {
            /** Items */
            items: components["schemas"]["LotOut"][];
            /** Member Id */
            member_id: string;
        };
        /**
         * LotStatementOut
         * @description A lot at an instant, with everything that was done to it, oldest first.
         */
        LotStatementOut: {
            /** Activates At */
            activates_at: string | null;
            /** Activation Event */
            activation_event: string | null;
            /** Expired Points */
            expired_points: number;
            /** Expires At */
            expires_at: string | null;
            /**
             * Granted At
             * Format: date-time
             */
            granted_at: string;
            /** Granted Points */
            granted_points: number;
            /** Held Points */
            held_points: number;
            /** Lot Id */
            lot_id: string;
            /** Remaining Points */
            remaining_points: number;
            /**
             * Status
             * @description PENDING, OPEN, USED or EXPIRED.
             */
            status: string;
            /** Uses */
            uses: components["schemas"]["LotUseOut"][];
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * LotUseOut
         * @description What one posting did to a lot.
         */
        LotUseOut: {
            /**
             * Effective At
             * Format: date-time
             */
            effective_at: string;
            /**
             * Held Points
             * @description What was set aside; below zero: what was let go.
             */
            held_points: number;
            /**
             * Points
             * @description What left the lot for good; below zero: what came back.
             */
            points: number;
            /** Posting Id */
            posting_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Reference */
            reference: string;
            /** Reference Kind */
            reference_kind: string;
            /** Type */
            type: string;
        };
        /**
         * MemberEventIn
         * @description Something that the member did and that the warehouse has not heard of yet.
         */
        MemberEventIn: {
            /**
             * @default {
             *       "spend_minor": 0,
             *       "retail_discount_minor": 0,
             *       "coupon_discount_minor": 0,
             *       "line_count": 1
             *     }
             */
            fields: components["schemas"]["PurchaseFieldsIn"];
            /**
             * Happened On
             * Format: date
             */
            happened_on: string;
            /**
             * Type
             * @default purchase
             * @constant
             */
            type: "purchase";
        };
        /**
         * MemberFeaturesOut
         * @description What is known of one member at the end of one business day.
         */
        MemberFeaturesOut: {
            /**
             * Age Seconds
             * @description How long ago that was, by the business clock.
             */
            age_seconds: number | null;
            /**
             * As Of On
             * @description The business day whose end the values speak of.
             */
            as_of_on: string | null;
            /**
             * Features
             * @description Values by name, in the order of the catalogue (`/v1/features`). Null: unknown member of the warehouse.
             * @example {
             *       "churn_probability": 0.031,
             *       "last_purchase_on": "2017-10-28",
             *       "recency_days": 3,
             *       "spend_minor_84d": 18250
             *     }
             */
            features: {
                [key: string]: number | string | boolean | null;
            } | null;
            /**
             * Loaded At
             * @description When the newest load arrived that the values know.
             */
            loaded_at: string | null;
            /** Member Id */
            member_id: string;
            /**
             * Reason
             * @description Why there are no values, as a stable code; null where there are some.
             */
            reason: string | null;
            /**
             * Source
             * @description Where the values came from. `none`: nothing is known of this member (yet), or nobody could be asked; see `reason`.
             * @enum {string}
             */
            source: "cache" | "database" | "warehouse" | "none";
            /**
             * Updated At
             * @description When the newest value became known that came after the last publish: told by an event, read anew in the warehouse, or predicted from such values. Null: everything is as published.
             */
            updated_at: string | null;
        };
        /**
         * MemberOut
         * @description A customer enrolled in the program.
         */
        MemberOut: {
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /** External Id */
            external_id: string;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /**
             * Member Id
             * @example mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b
             */
            member_id: string;
            /** Program Code */
            program_code: string;
            /**
             * Status
             * @description ACTIVE, INACTIVE or CLOSED; only an ACTIVE member earns, burns and redeems.
             */
            status: string;
        };
        /**
         * MemberRewardOut
         * @description Whether a member can redeem a reward now.
         */
        MemberRewardOut: {
            /**
             * Available Points
             * @description What the member may spend in the wallet that would pay.
             */
            available_points: number;
            /** Is Available */
            is_available: boolean;
            /**
             * Missing Points
             * @description What the balance lacks; 0: nothing.
             */
            missing_points: number;
            /** @description Null: no price applies to the member. */
            price: components["schemas"]["QuoteOut"] | null;
            /**
             * Reasons
             * @description Every reason why not, in the order in which redeeming judges them; empty: available.
             */
            reasons: components["schemas"]["ReasonOut"][];
            reward: components["schemas"]["RewardOut"];
        };
        /**
         * MemberRewardsOut
         * @description What a member can redeem, and what not and why; cheapest first.
         */
        MemberRewardsOut: {
            /** Items */
            items: components["schemas"]["MemberRewardOut"][];
            /** Member Id */
            member_id: string;
        };
        /**
         * MembershipOut
         * @description One segment a member is in.
         */
        MembershipOut: {
            name: components["schemas"]["LocalText"];
            /** Segment Code */
            segment_code: string;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
            /** Valid To */
            valid_to: string | null;
            /**
             * Version
             * @description The version by which the member came in.
             */
            version: number;
        };
        /**
         * MembershipsOut
         * @description The segments a member is in at one instant.
         */
        MembershipsOut: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Items */
            items: components["schemas"]["MembershipOut"][];
            /** Member Id */
            member_id: string;
        };
        /**
         * MemberVouchersOut
         * @description A member's newest vouchers, newest first, at most 500.
         */
        MemberVouchersOut: {
            /** Items */
            items: components["schemas"]["VoucherCodeOut"][];
        };
        /**
         * MovedOut
         * @description Where a redemption stands after it was sent on.
         */
        MovedOut: {
            /**
             * Available Points
             * @description What the member may spend afterwards; null where no points moved.
             */
            available_points: number | null;
            /**
             * Is Duplicate
             * @description It stood there already; nothing was written.
             */
            is_duplicate: boolean;
            redemption: components["schemas"]["RedemptionOut"];
            /**
             * Returned Points
             * @description What was given back to the member by it.
             */
            returned_points: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * MoveIn
         * @description Sending a redemption on.
         */
        MoveIn: {
            /**
             * Reason
             * @description Why, for the history.
             */
            reason?: string | null;
        };
        /**
         * MovementOut
         * @description What entries of one type did to the parts of a balance; signed.
         */
        MovementOut: {
            /** Active Points */
            active_points: number;
            /** Held Points */
            held_points: number;
            /** Pending Points */
            pending_points: number;
            /** Type */
            type: string;
        };
        /**
         * NamedOut
         * @description A code and what people call it.
         */
        NamedOut: {
            /** Code */
            code: string;
            label: components["schemas"]["LocalText"];
        };
        /**
         * NextBasketOut
         * @description What a member will most likely buy next, the likeliest first. Nothing known: no products, and null beside them.
         */
        NextBasketOut: {
            /**
             * As Of On
             * @description The business day whose end it speaks of.
             */
            as_of_on: string | null;
            /** Member Id */
            member_id: string;
            /** Model Version */
            model_version: string | null;
            /** Products */
            products: components["schemas"]["NextProductOut"][];
            /** Scored At */
            scored_at: string | null;
        };
        /**
         * NextProductOut
         * @description One product, and why it is among the ten.
         */
        NextProductOut: {
            /** Category Code */
            category_code: string;
            /** Product Id */
            product_id: string;
            /** Rank */
            rank: number;
            reason: components["schemas"]["LocalText"];
            /**
             * Reason Code
             * @example DUE_AGAIN
             */
            reason_code: string;
            /**
             * Score Probability
             * @description Its chance to be in the basket, should there be one on the day after.
             */
            score_probability: number;
            /** Title */
            title: string;
        };
        /**
         * NodeCountsOut
         * @description How many came to a node, left it by each branch, and stand there now.
         */
        NodeCountsOut: {
            /**
             * Branches
             * @description By branch; beside a node's own: `end`, `goal`, `stopped`, `migrated`, `failed`.
             */
            branches: {
                [key: string]: number;
            };
            /** Entered Count */
            entered_count: number;
            /** Inside Count */
            inside_count: number;
            /** Node Id */
            node_id: string;
            /**
             * Points
             * @description Points that were given there.
             */
            points: number;
            /** Version */
            version: number;
        };
        /**
         * OfferDecisionOut
         * @description One offer to one member: why it was made, with which chance, and how it stands.
         */
        OfferDecisionOut: {
            /** Answer Code */
            answer_code: ("ACCEPTED" | "REJECTED") | null;
            /** Answered At */
            answered_at: string | null;
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /** Ends On */
            ends_on: string | null;
            /** Last Shown At */
            last_shown_at: string | null;
            /** Member Id */
            member_id: string;
            /** Model Version */
            model_version: string;
            /** Offer Code */
            offer_code: string;
            /** Offer Id */
            offer_id: string;
            /**
             * Policy Code
             * @enum {string}
             */
            policy_code: "BEST" | "EXPLORE";
            /**
             * Propensity
             * @description The chance with which the policy chose it for this place; 1 where nothing was drawn.
             */
            propensity: number;
            /** Rank */
            rank: number;
            /** Reason Code */
            reason_code: string;
            /** Redeemed At */
            redeemed_at: string | null;
            /** Score Probability */
            score_probability: number;
            /** Shown Count */
            shown_count: number;
        };
        /**
         * OfferOut
         * @description One offer.
         */
        OfferOut: {
            /**
             * Campaign Id
             * @description The campaign that pays for it, if any.
             */
            campaign_id: string | null;
            /** Category Code */
            category_code: string;
            /** Coupon Upc */
            coupon_upc: string | null;
            /**
             * Ends On
             * @description The last business day on which it holds.
             */
            ends_on: string | null;
            /**
             * Is Accepted
             * @description Whether the member accepted it already.
             */
            is_accepted: boolean;
            /**
             * Offer Code
             * @example CAT-COFFEE
             */
            offer_code: string;
            /**
             * Offer Id
             * @description `ofr_…`: name it when you say what became of it. Null for a default offer.
             */
            offer_id: string | null;
            /**
             * Policy Code
             * @description BEST: the best by model and rules. EXPLORE: drawn, to learn what others would take. Null for a default offer.
             */
            policy_code: ("BEST" | "EXPLORE") | null;
            /**
             * Rank
             * @description 1 is the best.
             */
            rank: number;
            /** @description The same in words. */
            reason: components["schemas"]["LocalText"];
            /**
             * Reason Code
             * @description Why it is offered.
             * @example DUE_AGAIN
             */
            reason_code: string;
            /**
             * Score Probability
             * @description How likely a purchase in the category follows within 28 days; null for a default offer.
             */
            score_probability: number | null;
            /** Title */
            title: string;
        };
        /**
         * OffersBatchIn
         * @description Whose offers are asked for.
         */
        OffersBatchIn: {
            /**
             * Member Ids
             * @description Ids (`mbr_…`) or external ids.
             * @example [
             *       "1042"
             *     ]
             */
            member_ids: string[];
            /**
             * Program Code
             * @description The program whose external ids are meant; left out: the first one.
             */
            program_code?: string | null;
        };
        /**
         * OffersBatchOut
         * @description As many items as were asked for, in the same order.
         */
        OffersBatchOut: {
            /** Items */
            items: components["schemas"]["OffersItemOut"][];
        };
        /**
         * OffersItemOut
         * @description One member of a batch, in the place where it was asked for.
         */
        OffersItemOut: {
            answer: components["schemas"]["OffersOut"] | null;
            error: components["schemas"]["ReasonOut"] | null;
            /**
             * Member Id
             * @description As it was asked for.
             */
            member_id: string;
        };
        /**
         * OffersOut
         * @description A member's next best offers, all of one generation.
         */
        OffersOut: {
            /**
             * As Of On
             * @description The business day the ranking speaks of.
             */
            as_of_on: string | null;
            /** Member Id */
            member_id: string;
            /** Model Version */
            model_version: string | null;
            /**
             * Offers
             * @description Best first, at most 5.
             */
            offers: components["schemas"]["OfferOut"][];
            /** Scored At */
            scored_at: string | null;
            /**
             * Source
             * @description Where the answer came from. `default`: no offers are ranked for this member, the tier's own are shown.
             * @enum {string}
             */
            source: "cache" | "database" | "default";
        };
        /**
         * OpeningBalanceIn
         * @description Points that a member brings from another system.
         */
        OpeningBalanceIn: {
            /**
             * Expires At
             * @description When they expire; left out: never.
             */
            expires_at?: string | null;
            /**
             * Granted At
             * @description When the other system granted them; left out: now.
             */
            granted_at?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Points */
            points: number;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference, such as the old system's id of the balance.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * OpeningBalanceItemIn
         * @description Points that a member brings from another system.
         */
        OpeningBalanceItemIn: {
            /**
             * Expires At
             * @description When they expire; left out: never.
             */
            expires_at?: string | null;
            /**
             * Granted At
             * @description When the other system granted them; left out: now.
             */
            granted_at?: string | null;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Points */
            points: number;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference, such as the old system's id of the balance.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "OPENING_BALANCE";
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * OutcomeCode
         * @description What can become of an offer. SHOWN may happen often, the others once; REDEEMED says ACCEPTED where nobody said it before.
         * @enum {string}
         */
        OutcomeCode: "SHOWN" | "ACCEPTED" | "REJECTED" | "REDEEMED";
        /**
         * OutcomeIn
         * @description What became of an offer.
         */
        OutcomeIn: {
            /**
             * Channel
             * @example app
             */
            channel?: string | null;
            /**
             * Occurred At
             * @description When it happened; left out: now.
             */
            occurred_at?: string | null;
            /**
             * Outcome
             * @description SHOWN may be said each time it is shown; the others count once. REDEEMED is ACCEPTED too.
             * @enum {string}
             */
            outcome: "SHOWN" | "ACCEPTED" | "REJECTED" | "REDEEMED";
            /**
             * Reason
             * @description What the member said.
             */
            reason?: string | null;
        };
        /**
         * OutcomeOut
         * @description An outcome that was heard, and the offer as it stands after it.
         */
        OutcomeOut: {
            /**
             * Is Duplicate
             * @description The offer stood so already; nothing changed.
             */
            is_duplicate: boolean;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            offer: components["schemas"]["OfferDecisionOut"];
            outcome: components["schemas"]["OutcomeCode"];
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * OverrideIn
         * @description A decision about one member.
         */
        OverrideIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Reason
             * @description Why.
             */
            reason: string;
            /**
             * Subject Code
             * @description The code of the program, reward or promotion.
             */
            subject_code: string;
            /**
             * Subject Kind
             * @enum {string}
             */
            subject_kind: "PROGRAM" | "REWARD" | "PROMOTION";
            /**
             * Valid Until
             * @description Until when; left out: until it is withdrawn.
             */
            valid_until?: string | null;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "ALLOW" | "DENY";
        };
        /**
         * OverrideOut
         * @description A decision about one member: who, why, until when.
         */
        OverrideOut: {
            /** Actor */
            actor: string | null;
            /** Member Id */
            member_id: string;
            /** Override Id */
            override_id: string;
            /** Reason */
            reason: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Subject Code */
            subject_code: string;
            /** Subject Kind */
            subject_kind: string;
            /** Valid Until */
            valid_until: string | null;
            /** Verdict */
            verdict: string;
            /** Withdrawn At */
            withdrawn_at: string | null;
            /** Withdrawn By */
            withdrawn_by: string | null;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /** Page[AudienceMemberOut] */
        Page_AudienceMemberOut_: {
            /** Items */
            items: components["schemas"]["AudienceMemberOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[CampaignOut] */
        Page_CampaignOut_: {
            /** Items */
            items: components["schemas"]["CampaignOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[DeadLetterOut] */
        Page_DeadLetterOut_: {
            /** Items */
            items: components["schemas"]["DeadLetterOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[EnrollmentOut] */
        Page_EnrollmentOut_: {
            /** Items */
            items: components["schemas"]["EnrollmentOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[EntryOut] */
        Page_EntryOut_: {
            /** Items */
            items: components["schemas"]["EntryOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[EventOut] */
        Page_EventOut_: {
            /** Items */
            items: components["schemas"]["EventOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[HoldOut] */
        Page_HoldOut_: {
            /** Items */
            items: components["schemas"]["HoldOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[JobOut] */
        Page_JobOut_: {
            /** Items */
            items: components["schemas"]["JobOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[JourneyOut] */
        Page_JourneyOut_: {
            /** Items */
            items: components["schemas"]["JourneyOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[LotStatementOut] */
        Page_LotStatementOut_: {
            /** Items */
            items: components["schemas"]["LotStatementOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[MemberOut] */
        Page_MemberOut_: {
            /** Items */
            items: components["schemas"]["MemberOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[OverrideOut] */
        Page_OverrideOut_: {
            /** Items */
            items: components["schemas"]["OverrideOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[PoolOut] */
        Page_PoolOut_: {
            /** Items */
            items: components["schemas"]["PoolOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[RowErrorOut] */
        Page_RowErrorOut_: {
            /** Items */
            items: components["schemas"]["RowErrorOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[SegmentMemberOut] */
        Page_SegmentMemberOut_: {
            /** Items */
            items: components["schemas"]["SegmentMemberOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[SegmentOut] */
        Page_SegmentOut_: {
            /** Items */
            items: components["schemas"]["SegmentOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[StepOut] */
        Page_StepOut_: {
            /** Items */
            items: components["schemas"]["serving__journeys__schemas__StepOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[TemplateOut] */
        Page_TemplateOut_: {
            /** Items */
            items: components["schemas"]["TemplateOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[VoucherCodeOut] */
        Page_VoucherCodeOut_: {
            /** Items */
            items: components["schemas"]["VoucherCodeOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[VoucherOut] */
        Page_VoucherOut_: {
            /** Items */
            items: components["schemas"]["VoucherOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[WebhookOut] */
        Page_WebhookOut_: {
            /** Items */
            items: components["schemas"]["WebhookOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /**
         * PartOut
         * @description One part the service leans on.
         */
        PartOut: {
            /**
             * Is Needed
             * @description Without it the service does not answer; without the others it answers more slowly or with less.
             */
            is_needed: boolean;
            /** Is Ready */
            is_ready: boolean;
            /** Name */
            name: string;
            /**
             * Reason
             * @description What is wrong, where something is.
             */
            reason: string | null;
        };
        /**
         * PolicyIn
         * @description How often and when members may be written to, across all campaigns.
         */
        PolicyIn: {
            /**
             * Policy
             * @example {
             *       "caps": [
             *         {
             *           "limit": 3,
             *           "period_hours": 168
             *         },
             *         {
             *           "channel": "sms",
             *           "limit": 1,
             *           "period_hours": 24
             *         }
             *       ],
             *       "on_cap": "DROP",
             *       "quiet_hours": {
             *         "ends": "08:00",
             *         "otherwise": "HOLD",
             *         "starts": "21:00"
             *       }
             *     }
             */
            policy: {
                [key: string]: unknown;
            };
        };
        /**
         * PolicyOut
         * @description The contact policy in force; empty: no limit but consent.
         */
        PolicyOut: {
            /** Policy */
            policy: {
                [key: string]: unknown;
            };
            /**
             * Would Apply
             * @default false
             */
            would_apply: boolean;
        };
        /**
         * PoolIn
         * @description A new voucher pool.
         */
        PoolIn: {
            /** Code */
            code: string;
            /**
             * Expires At
             * @description The same end for all; the earlier end counts.
             */
            expires_at?: string | null;
            /**
             * Name
             * @example {
             *       "en": "Summer flyer"
             *     }
             */
            name: {
                [key: string]: string;
            };
            /**
             * Prefix
             * @description 2 to 8 letters without 0, 1, I, O and V; every code begins with it.
             * @example SUMMER
             */
            prefix: string;
            /**
             * Usage Limit
             * @description How often each may be used.
             * @default 1
             */
            usage_limit: number;
            /**
             * Valid Days
             * @description Days from assignment.
             */
            valid_days?: number | null;
            /**
             * Value Minor
             * @description What a use is worth, in minor units, for the till.
             */
            value_minor?: number | null;
        };
        /**
         * PoolOut
         * @description A pool and how many of its vouchers stand where.
         */
        PoolOut: {
            /** Assigned Count */
            assigned_count: number;
            /** Available Count */
            available_count: number;
            /** Code */
            code: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Expired Count */
            expired_count: number;
            /** Expires At */
            expires_at: string | null;
            name: components["schemas"]["LocalText"];
            /** Prefix */
            prefix: string;
            /** Usage Limit */
            usage_limit: number;
            /**
             * Use Count
             * @description How often vouchers of the pool were used.
             */
            use_count: number;
            /**
             * Used Count
             * @description Vouchers that are used up.
             */
            used_count: number;
            /** Valid Days */
            valid_days: number | null;
            /** Value Minor */
            value_minor: number | null;
            /** Voucher Count */
            voucher_count: number;
            /** Withdrawn Count */
            withdrawn_count: number;
        };
        /**
         * PoolSavedOut
         * @description What opening a pool did.
         */
        PoolSavedOut: {
            /** Assigned Count */
            assigned_count: number;
            /** Available Count */
            available_count: number;
            /** Code */
            code: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Expired Count */
            expired_count: number;
            /** Expires At */
            expires_at: string | null;
            name: components["schemas"]["LocalText"];
            /** Prefix */
            prefix: string;
            /** Usage Limit */
            usage_limit: number;
            /**
             * Use Count
             * @description How often vouchers of the pool were used.
             */
            use_count: number;
            /**
             * Used Count
             * @description Vouchers that are used up.
             */
            used_count: number;
            /** Valid Days */
            valid_days: number | null;
            /** Value Minor */
            value_minor: number | null;
            /** Voucher Count */
            voucher_count: number;
            /** Withdrawn Count */
            withdrawn_count: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * PreviewedMoveOut
         * @description So many members would go from one tier to another.
         */
        PreviewedMoveOut: {
            /** From Tier Code */
            from_tier_code: string | null;
            /** Member Count */
            member_count: number;
            /** To Tier Code */
            to_tier_code: string;
            /** Type */
            type: string;
        };
        /**
         * Problem
         * @description Why a request was not carried out (RFC 9457). `code` is stable and meant for programs, `detail` for people.
         * @example {
         *       "code": "POINTS_INSUFFICIENT",
         *       "detail": "The member has 120 points and 500 are needed.",
         *       "facts": {
         *         "available_points": 120,
         *         "missing_points": 380,
         *         "requested_points": 500
         *       },
         *       "request_id": "01936b2e7c7a7c1e8f2a4b6d8e0f1a2b",
         *       "status": 422,
         *       "title": "The request is refused",
         *       "type": "urn:khaywe:problem:POINTS_INSUFFICIENT"
         *     }
         */
        Problem: {
            /**
             * Code
             * @description Stable name of the problem.
             */
            code: string;
            /**
             * Detail
             * @description What happened and what to do about it, in one or two sentences.
             */
            detail: string;
            /**
             * Facts
             * @description The values that explain the problem.
             */
            facts: {
                [key: string]: unknown;
            };
            /**
             * Request Id
             * @description Names this request in our log; quote it when you ask us.
             */
            request_id: string;
            /**
             * Status
             * @description The HTTP status.
             */
            status: number;
            /**
             * Title
             * @description The status in words; the same for all problems of a status.
             */
            title: string;
            /**
             * Type
             * @description `urn:khaywe:problem:` and the code.
             */
            type: string;
        };
        /**
         * ProblemOut
         * @description One thing that is wrong with a journey.
         */
        ProblemOut: {
            /**
             * Code
             * @description Stable, such as NODE_UNREACHABLE, LOOP_WITHOUT_WAIT, BRANCH_MISSING, RULE_FIELD_UNKNOWN.
             */
            code: string;
            /** Message */
            message: string;
            /**
             * Node Id
             * @description The node that it is about; null: the journey as a whole.
             */
            node_id: string | null;
            /** Path */
            path: string;
            /** Suggestion */
            suggestion: string | null;
        };
        /**
         * ProfileOut
         * @description What the last nightly run says of a member. Nulls: the run has not seen this member yet.
         */
        ProfileOut: {
            activity: components["schemas"]["ActivityOut"];
            /**
             * As Of On
             * @description The business day the scores speak of; null before the first publication.
             */
            as_of_on: string | null;
            churn: components["schemas"]["ChurnOut"];
            /** External Id */
            external_id: string;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Member Id */
            member_id: string;
            rfm: components["schemas"]["RfmOut"];
            /** Status */
            status: string;
            tier: components["schemas"]["serving__members__schemas__StandingOut"];
        };
        /**
         * ProgramEligibilityIn
         * @description Who may take part in the program.
         */
        ProgramEligibilityIn: {
            /**
             * Criteria
             * @description tier_minimum_code, segments_in, segments_out, condition (JSONLogic), starts_at, ends_at; left out: asks nothing.
             * @example {
             *       "segments_out": [
             *         "staff"
             *       ]
             *     }
             */
            criteria: {
                [key: string]: unknown;
            };
        };
        /**
         * ProgramEligibilityOut
         * @description Who may take part in the program.
         */
        ProgramEligibilityOut: {
            /** Criteria */
            criteria: {
                [key: string]: unknown;
            };
            /** Program Code */
            program_code: string;
            /**
             * Revision
             * @description 0: nobody ever said, and everybody may.
             */
            revision: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * ProgramIn
         * @description A new program.
         */
        ProgramIn: {
            /**
             * Definition
             * @description The whole program; see `definitions/programs` for its form.
             * @example {
             *       "code": "journey",
             *       "currency_code": "USD",
             *       "name": {
             *         "en": "Journey"
             *       },
             *       "rules": [
             *         {
             *           "code": "purchase",
             *           "effects": [
             *             {
             *               "per_minor": 100,
             *               "points": 1,
             *               "type": "PER_AMOUNT"
             *             }
             *           ],
             *           "expiry": {
             *             "policy": "NEVER"
             *           }
             *         }
             *       ],
             *       "timezone": "America/New_York",
             *       "wallets": [
             *         {
             *           "code": "points",
             *           "kind": "REDEEMABLE"
             *         }
             *       ]
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Replace Scheduled
             * @description Take the place of revisions that are not in force yet.
             * @default false
             */
            replace_scheduled: boolean;
            /**
             * Status
             * @description A DRAFT takes no events yet.
             * @default DRAFT
             * @enum {string}
             */
            status: "DRAFT" | "ACTIVE";
            /**
             * Valid From
             * @description From when it rates events; left out: now. Never earlier.
             */
            valid_from?: string | null;
        };
        /**
         * ProgramOut
         * @description The program as it is in force.
         */
        ProgramOut: {
            /**
             * Business On
             * Format: date
             * @description The program's business day, by the business clock: what `today` means to everything the API answers.
             */
            business_on: string;
            /** Code */
            code: string;
            /** Currency Code */
            currency_code: string;
            /** @description The first rule that earns by the amount of a purchase, if there is one. */
            earning_rule: components["schemas"]["EarningRuleOut"] | null;
            name: components["schemas"]["LocalText"];
            /** Revision */
            revision: number;
            /**
             * Tier Window Days
             * @description How many days count, where tiers look back over a rolling window.
             */
            tier_window_days: number | null;
            /**
             * Tiers
             * @description Lowest first.
             */
            tiers: components["schemas"]["TierOut"][];
            /** Timezone */
            timezone: string;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * ProgramsOut
         * @description All programs, by code.
         */
        ProgramsOut: {
            /** Items */
            items: components["schemas"]["ProgramSummaryOut"][];
        };
        /**
         * ProgramSummaryOut
         * @description A program with what is in force and what is scheduled.
         */
        ProgramSummaryOut: {
            /** Code */
            code: string;
            current: components["schemas"]["RevisionOut"];
            name: components["schemas"]["LocalText"];
            /**
             * Scheduled
             * @description Soonest first.
             */
            scheduled: components["schemas"]["RevisionOut"][];
            /** Status */
            status: string;
        };
        /**
         * PromotionChangeIn
         * @description A change of a promotion.
         */
        PromotionChangeIn: {
            /**
             * Definition
             * @description code, name, description, trigger, eligibility, condition, points, discount, priority, exclusivity_group, is_exclusive, limits. `program_code` may be left out: the program of the query.
             * @example {
             *       "code": "cheese-week",
             *       "condition": {
             *         "some": [
             *           {
             *             "var": "lines"
             *           },
             *           {
             *             "==": [
             *               {
             *                 "var": "category_code"
             *               },
             *               "CHEESE"
             *             ]
             *           }
             *         ]
             *       },
             *       "description": {
             *         "en": "50 points more for cheese."
             *       },
             *       "limits": {
             *         "budget_points": 500000,
             *         "per_member_count": 5
             *       },
             *       "name": {
             *         "en": "Cheese week"
             *       },
             *       "points": {
             *         "expires_after_days": 90,
             *         "points": 50
             *       }
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Revision
             * @description The revision that was changed; refused if another came since.
             */
            revision?: number | null;
        };
        /**
         * PromotionDayOut
         * @description What a promotion did on one local day.
         */
        PromotionDayOut: {
            /** Discount Minor */
            discount_minor: number;
            /** Points */
            points: number;
            /** Use Count */
            use_count: number;
            /** Used On */
            used_on: string;
        };
        /**
         * PromotionFiguresOut
         * @description How a promotion performs.
         */
        PromotionFiguresOut: {
            /**
             * Days
             * @description The last ninety days with a use, newest first.
             */
            days: components["schemas"]["PromotionDayOut"][];
            /** First Used At */
            first_used_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /**
             * Member Count
             * @description Members who used it.
             */
            member_count: number;
            promotion: components["schemas"]["PromotionOut"];
            /**
             * Returned Count
             * @description Uses that were given back with their orders.
             */
            returned_count: number;
        };
        /**
         * PromotionIn
         * @description A promotion as it shall be.
         */
        PromotionIn: {
            /**
             * Definition
             * @description code, name, description, trigger, eligibility, condition, points, discount, priority, exclusivity_group, is_exclusive, limits. `program_code` may be left out: the program of the query.
             * @example {
             *       "code": "cheese-week",
             *       "condition": {
             *         "some": [
             *           {
             *             "var": "lines"
             *           },
             *           {
             *             "==": [
             *               {
             *                 "var": "category_code"
             *               },
             *               "CHEESE"
             *             ]
             *           }
             *         ]
             *       },
             *       "description": {
             *         "en": "50 points more for cheese."
             *       },
             *       "limits": {
             *         "budget_points": 500000,
             *         "per_member_count": 5
             *       },
             *       "name": {
             *         "en": "Cheese week"
             *       },
             *       "points": {
             *         "expires_after_days": 90,
             *         "points": 50
             *       }
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * PromotionOut
         * @description A promotion and what was used of it.
         */
        PromotionOut: {
            /** Code */
            code: string;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            description: components["schemas"]["LocalText"];
            /**
             * Left Count
             * @description How often it may still be used; null: without limit.
             */
            left_count: number | null;
            /**
             * Left Minor
             * @description What is left of the budget in money; null: without limit.
             */
            left_minor: number | null;
            /**
             * Left Points
             * @description What is left of the budget in points; null: without limit.
             */
            left_points: number | null;
            name: components["schemas"]["LocalText"];
            /** Revision */
            revision: number;
            /** Status */
            status: string;
            /** Used Count */
            used_count: number;
            /** Used Minor */
            used_minor: number;
            /** Used Points */
            used_points: number;
        };
        /**
         * PromotionRevisionOut
         * @description A promotion as somebody left it.
         */
        PromotionRevisionOut: {
            /**
             * Actor
             * @description Who; null: a definition file.
             */
            actor: string | null;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Reason */
            reason: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Revision */
            revision: number;
            /** Status */
            status: string;
        };
        /**
         * PromotionRevisionsOut
         * @description The newest revisions of a promotion, newest first.
         */
        PromotionRevisionsOut: {
            /** Items */
            items: components["schemas"]["PromotionRevisionOut"][];
        };
        /**
         * PromotionSavedOut
         * @description What saving did.
         */
        PromotionSavedOut: {
            /** Code */
            code: string;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            description: components["schemas"]["LocalText"];
            /**
             * Left Count
             * @description How often it may still be used; null: without limit.
             */
            left_count: number | null;
            /**
             * Left Minor
             * @description What is left of the budget in money; null: without limit.
             */
            left_minor: number | null;
            /**
             * Left Points
             * @description What is left of the budget in points; null: without limit.
             */
            left_points: number | null;
            name: components["schemas"]["LocalText"];
            /** Revision */
            revision: number;
            /** Status */
            status: string;
            /** Used Count */
            used_count: number;
            /** Used Minor */
            used_minor: number;
            /** Used Points */
            used_points: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * PromotionsOut
         * @description The program's promotions, by code.
         */
        PromotionsOut: {
            /** Items */
            items: components["schemas"]["PromotionOut"][];
        };
        /**
         * PromotionStatus
         * @description Only an ACTIVE promotion is applied. A PAUSED one may go on; ARCHIVED is final. All but that stay editable.
         * @enum {string}
         */
        PromotionStatus: "DRAFT" | "ACTIVE" | "PAUSED" | "ARCHIVED";
        /**
         * PromotionStatusIn
         * @description The next step of a promotion's life.
         */
        PromotionStatusIn: {
            /** Reason */
            reason?: string | null;
            /**
             * Status
             * @description DRAFT → ACTIVE ⇄ PAUSED → ARCHIVED, which is final.
             * @enum {string}
             */
            status: "ACTIVE" | "PAUSED" | "ARCHIVED";
        };
        /**
         * PromotionUseOut
         * @description One promotion that was applied to the order.
         */
        PromotionUseOut: {
            /** Discount Minor */
            discount_minor: number;
            /** Points */
            points: number;
            /**
             * Posting Id
             * @description The posting of its points; null where it gave none, and for a dry run.
             */
            posting_id: string | null;
            /** Promotion Code */
            promotion_code: string;
            /** Promotion Revision */
            promotion_revision: number;
            /** Returned At */
            returned_at: string | null;
            /** Use Id */
            use_id: string;
            /**
             * Used At
             * Format: date-time
             */
            used_at: string;
        };
        /**
         * PublishedTableOut
         * @description One table of the published build.
         */
        PublishedTableOut: {
            /** Name */
            name: string;
            /** Row Count */
            row_count: number;
        };
        /**
         * PublishIn
         * @description Which draft goes live, and what becomes of those inside older versions.
         */
        PublishIn: {
            /**
             * @description FINISH_OLD, STOP, or MIGRATE by `node_map`.
             * @default FINISH_OLD
             */
            inside: components["schemas"]["Inside"];
            /**
             * Node Map
             * @description For MIGRATE: the new node of each old one, `""` to end the way there. Equal ids of equal type need no word.
             */
            node_map?: {
                [key: string]: string;
            } | null;
            /** Reason */
            reason?: string | null;
            /**
             * Version
             * @description The draft that you have looked at; left out: whichever waits.
             */
            version?: number | null;
        };
        /**
         * PurchaseFieldsIn
         * @description What a purchase says of itself.
         */
        PurchaseFieldsIn: {
            /**
             * Coupon Discount Minor
             * @default 0
             */
            coupon_discount_minor: number;
            /**
             * Line Count
             * @default 1
             */
            line_count: number;
            /**
             * Retail Discount Minor
             * @default 0
             */
            retail_discount_minor: number;
            /**
             * Spend Minor
             * @default 0
             */
            spend_minor: number;
            /** Store Id */
            store_id?: string | null;
        };
        /**
         * PurchasePromotionsIn
         * @description What is to be applied to a purchase, in the same transaction.
         */
        PurchasePromotionsIn: {
            /**
             * Codes
             * @description Only these promotions; left out: all that fit; empty: none.
             * @example [
             *       "cheese-week"
             *     ]
             */
            codes?: string[] | null;
            /**
             * Must Apply
             * @description Refuse the purchase unless every promotion and voucher that it names applies.
             * @default false
             */
            must_apply: boolean;
            /**
             * Voucher Codes
             * @description Vouchers to use once each for the order.
             * @example []
             */
            voucher_codes?: string[];
        };
        /**
         * PurchasePromotionsOut
         * @description What promotions and vouchers did for a purchase that asked for them.
         */
        PurchasePromotionsOut: {
            /**
             * Considered
             * @description Every promotion that was asked, highest priority first; empty for a duplicate.
             */
            considered: components["schemas"]["ConsideredOut"][];
            /**
             * Discount Minor
             * @description All money off by promotions, for the till; what vouchers are worth is said of each.
             */
            discount_minor: number;
            /**
             * Is Duplicate
             * @description Promotions were applied to the order before; that is answered.
             */
            is_duplicate: boolean;
            /**
             * Points
             * @description All bonus points.
             */
            points: number;
            /** Uses */
            uses: components["schemas"]["PromotionUseOut"][];
            /** Vouchers */
            vouchers: components["schemas"]["PurchaseVoucherOut"][];
        };
        /**
         * PurchaseVoucherOut
         * @description What became of a voucher that the purchase named.
         */
        PurchaseVoucherOut: {
            /**
             * Index
             * @description Its place in `voucher_codes`, from 0.
             */
            index: number;
            /** Is Used */
            is_used: boolean;
            /**
             * Nth
             * @description Which use of the voucher it was.
             */
            nth: number | null;
            /** Pool Code */
            pool_code: string | null;
            /** @description Why it could not be used. */
            reason: components["schemas"]["ReasonOut"] | null;
            /**
             * Value Minor
             * @description What the use is worth, for the till; null: whatever the company agreed.
             */
            value_minor: number | null;
            /** Voucher Id */
            voucher_id: string | null;
        };
        /**
         * QuoteOut
         * @description What one unit costs this member, and why.
         */
        QuoteOut: {
            /**
             * List Points
             * @description What everybody would pay.
             */
            list_points: number;
            /** Points */
            points: number;
            /**
             * Reason
             * @description LIST, TIER, SEGMENT, TIER_AND_SEGMENT or TIER_BENEFIT.
             */
            reason: string;
            /** Segment Code */
            segment_code: string | null;
            /** Tier Code */
            tier_code: string | null;
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * ReadyOut
         * @description Whether traffic should be sent here.
         */
        ReadyOut: {
            /** Parts */
            parts: components["schemas"]["PartOut"][];
            /**
             * Status
             * @enum {string}
             */
            status: "ready" | "degraded" | "unready";
        };
        /**
         * ReasonOut
         * @description One reason why not.
         */
        ReasonOut: {
            /**
             * Code
             * @description Stable; the code with which the act itself would refuse.
             */
            code: string;
            /** Detail */
            detail: string;
            /** Facts */
            facts: {
                [key: string]: unknown;
            };
        };
        /**
         * ReceiptIn
         * @description What became of one delivery.
         */
        ReceiptIn: {
            /** Address */
            address?: string | null;
            /** Delivery Id */
            delivery_id: string;
            /** Detail */
            detail?: string | null;
            /**
             * Is Address Bad
             * @description Of a bounce: the address itself is no good, so nothing is sent there again.
             * @default false
             */
            is_address_bad: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "DELIVERED" | "BOUNCED" | "DELAYED" | "COMPLAINED" | "OPTED_OUT";
            /**
             * Occurred At
             * @description Left out: now.
             */
            occurred_at?: string | null;
        };
        /**
         * ReceiptOut
         * @description What a receipt did.
         */
        ReceiptOut: {
            /**
             * Code
             * @description Why it was refused.
             */
            code: string | null;
            /** Delivery Id */
            delivery_id: string;
            /** Kind */
            kind: string;
            /**
             * Result
             * @description KNOWN: it had been told before, and changed nothing.
             * @enum {string}
             */
            result: "NEW" | "KNOWN" | "REFUSED";
        };
        /**
         * ReceiptsIn
         * @description Receipts, at most 500.
         */
        ReceiptsIn: {
            /** Receipts */
            receipts: components["schemas"]["ReceiptIn"][];
        };
        /**
         * ReceiptsOut
         * @description One result for each receipt, in order.
         */
        ReceiptsOut: {
            /** Items */
            items: components["schemas"]["ReceiptOut"][];
            /**
             * Would Apply
             * @default false
             */
            would_apply: boolean;
        };
        /**
         * RedeemedOut
         * @description What a redemption did.
         */
        RedeemedOut: {
            /**
             * Allocations
             * @description The lots that paid, in order of consumption.
             */
            allocations: components["schemas"]["AllocationOut"][];
            /**
             * Available Points
             * @description What the member may spend afterwards.
             */
            available_points: number;
            /**
             * Is Duplicate
             * @description This reference was redeemed before, by another request; that redemption is answered and nothing was written.
             */
            is_duplicate: boolean;
            /**
             * Points
             * @description The price charged.
             */
            points: number;
            /** @description Why that price; null for a duplicate. */
            price: components["schemas"]["QuoteOut"] | null;
            /** @description Null for a dry run. */
            redemption: components["schemas"]["RedemptionOut"] | null;
            /** Reward Code */
            reward_code: string;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * RedeemIn
         * @description One unit of a reward, paid with points.
         */
        RedeemIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Reference
             * @description The business reference, unique among the member's redemptions for ever.
             */
            reference?: string | null;
            /**
             * Reward Code
             * @description The reward's code in the catalogue.
             * @example coffee
             */
            reward_code: string;
            /**
             * Source
             * @description Where it comes from, such as an app or a shop.
             */
            source?: string | null;
            /**
             * Wallet Code
             * @description The wallet that pays; left out: the first of the program's in which a price applies.
             */
            wallet_code?: string | null;
        };
        /**
         * RedemptionOut
         * @description A reward that a member has paid for.
         */
        RedemptionOut: {
            /** Account Id */
            account_id: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * List Points
             * @description What everybody would have paid.
             */
            list_points: number | null;
            /** Member Id */
            member_id: string;
            /**
             * Points
             * @description What was paid.
             */
            points: number;
            /** Posting Id */
            posting_id: string;
            /**
             * Price Reason
             * @description Why that price: LIST, TIER, SEGMENT, TIER_AND_SEGMENT or TIER_BENEFIT.
             */
            price_reason: string | null;
            /** Redemption Id */
            redemption_id: string;
            /** Reference */
            reference: string;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /**
             * Return Posting Id
             * @description The posting that gave the points back; null unless rejected or refunded.
             */
            return_posting_id: string | null;
            /** Reward Code */
            reward_code: string;
            /**
             * Reward Revision
             * @description The reward as it was redeemed.
             */
            reward_revision: number | null;
            /**
             * Status
             * @description PENDING → PROCESSING → FULFILLED or REJECTED; FULFILLED → REFUNDED.
             */
            status: string;
            /**
             * Voucher Id
             * @description The voucher that fulfilled it; its code is read with the member's vouchers.
             */
            voucher_id: string | null;
            /** Wallet Code */
            wallet_code: string | null;
        };
        /**
         * ReevaluatedOut
         * @description The rules that describe the member now.
         */
        ReevaluatedOut: {
            /**
             * Changed Count
             * @description Memberships that began or ended.
             */
            changed_count: number;
            /**
             * Is Known
             * @description False: the published data have no profile of this member yet, and nothing was decided.
             */
            is_known: boolean;
            /** Member Id */
            member_id: string;
            /**
             * Segment Codes
             * @description By rule; lists are not among them.
             */
            segment_codes: string[];
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * ReevaluateIn
         * @description What happened; without anything: points, tier, consents or lists have changed.
         */
        ReevaluateIn: {
            /** Events */
            events?: components["schemas"]["MemberEventIn"][];
        };
        /**
         * ReleaseIn
         * @description Held points become available again.
         */
        ReleaseIn: {
            /** Hold Id */
            hold_id: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * ReleaseItemIn
         * @description Held points become available again.
         */
        ReleaseItemIn: {
            /** Hold Id */
            hold_id: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "RELEASE";
        };
        /**
         * ReplayedNodeOut
         * @description How many would have come to a node, and left it by each branch.
         */
        ReplayedNodeOut: {
            /** Branches */
            branches: {
                [key: string]: number;
            };
            /** Entered Count */
            entered_count: number;
            /** Node Id */
            node_id: string;
        };
        /**
         * ReplayIn
         * @description A journey, and the span of what happened.
         */
        ReplayIn: {
            /**
             * Definition
             * @example {
             *       "edges": [
             *         {
             *           "from": "start",
             *           "to": "gift"
             *         },
             *         {
             *           "from": "gift",
             *           "to": "morning"
             *         },
             *         {
             *           "from": "morning",
             *           "to": "regular"
             *         },
             *         {
             *           "branch": "often",
             *           "from": "regular",
             *           "to": "thanks"
             *         },
             *         {
             *           "branch": "else",
             *           "from": "regular",
             *           "to": "end"
             *         },
             *         {
             *           "from": "thanks",
             *           "to": "end"
             *         }
             *       ],
             *       "goal": {
             *         "event_type": "points.spent"
             *       },
             *       "name": {
             *         "ar": "أهلًا",
             *         "en": "Welcome"
             *       },
             *       "nodes": [
             *         {
             *           "id": "start",
             *           "trigger": {
             *             "event_type": "points.earned",
             *             "kind": "EVENT"
             *           },
             *           "type": "START"
             *         },
             *         {
             *           "action": {
             *             "kind": "AWARD_POINTS",
             *             "points": 50,
             *             "reason": "welcome"
             *           },
             *           "id": "gift",
             *           "type": "ACTION"
             *         },
             *         {
             *           "id": "morning",
             *           "type": "WAIT",
             *           "wait": {
             *             "kind": "UNTIL_LOCAL_TIME",
             *             "time": "09:00"
             *           }
             *         },
             *         {
             *           "branches": [
             *             {
             *               "branch": "often",
             *               "rule": {
             *                 ">=": [
             *                   {
             *                     "var": "features.purchase_count_28d"
             *                   },
             *                   4
             *                 ]
             *               }
             *             }
             *           ],
             *           "id": "regular",
             *           "type": "CONDITION"
             *         },
             *         {
             *           "action": {
             *             "kind": "SET_ATTRIBUTE",
             *             "name": "is_regular",
             *             "value": true
             *           },
             *           "id": "thanks",
             *           "type": "ACTION"
             *         },
             *         {
             *           "id": "end",
             *           "type": "END"
             *         }
             *       ],
             *       "owner": "marketing",
             *       "program_code": "journey",
             *       "reentry": "ONCE"
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Since
             * Format: date-time
             * @example 2017-10-31T18:05:00Z
             */
            since: string;
            /**
             * Until
             * Format: date-time
             * @example 2017-10-31T18:05:00Z
             */
            until: string;
        };
        /**
         * ReplayOut
         * @description What the journey would have done. Nothing was stored. Members are judged by what is known of them now.
         */
        ReplayOut: {
            /**
             * Actions
             * @description By kind of action.
             */
            actions: {
                [key: string]: number;
            };
            /** Entered Count */
            entered_count: number;
            /**
             * Event Count
             * @description Events of the types that it listens for.
             */
            event_count: number;
            /** Member Count */
            member_count: number;
            /** Nodes */
            nodes: components["schemas"]["ReplayedNodeOut"][];
            /** Outcomes */
            outcomes: {
                [key: string]: number;
            };
            /** Points */
            points: number;
            /** Seconds */
            seconds: number;
            /** Send Count */
            send_count: number;
            /**
             * Was Cut
             * @description It went on beyond 2,000,000 steps and was ended.
             */
            was_cut: boolean;
        };
        /**
         * ReproductionOut
         * @description A pinned snapshot beside what its version says of its data when asked again.
         */
        ReproductionOut: {
            /**
             * Described Count
             * @description Customers whom the version describes; enrolled or not.
             */
            described_count: number;
            /**
             * Extra
             * @description External ids, at most 100: described now and enrolled then, and not pinned.
             */
            extra: string[];
            /** Extra Count */
            extra_count: number;
            /** Is Equal */
            is_equal: boolean;
            /**
             * Missing
             * @description External ids, at most 100: pinned, and not described now.
             */
            missing: string[];
            /** Missing Count */
            missing_count: number;
            snapshot: components["schemas"]["SnapshotOut"];
        };
        /**
         * ResentOut
         * @description The delivery waits in the queue again.
         */
        ResentOut: {
            /** Id */
            id: string;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * ReturnedLineIn
         * @description Part of an order line; neither quantity nor amount: all of it that has not come back yet.
         */
        ReturnedLineIn: {
            /** Amount Minor */
            amount_minor?: number | null;
            /** Line Id */
            line_id: string;
            /** Quantity */
            quantity?: number | null;
        };
        /**
         * ReturnItemIn
         * @description Goods come back. Name lines, or an amount of the order, or neither: everything that has not come back yet.
         */
        ReturnItemIn: {
            /** Amount Minor */
            amount_minor?: number | null;
            /** Lines */
            lines?: components["schemas"]["ReturnedLineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Order Id */
            order_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's returns for ever.
             * @example return-5
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "RETURN";
        };
        /**
         * ReversalIn
         * @description A posting was a mistake: its exact negation, once.
         */
        ReversalIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Posting Id */
            posting_id: string;
            /** Reason */
            reason: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * ReversalItemIn
         * @description A posting was a mistake: its exact negation, once.
         */
        ReversalItemIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Posting Id */
            posting_id: string;
            /** Reason */
            reason: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "REVERSAL";
        };
        /**
         * RevisionIn
         * @description A definition of a program, in force from an instant on.
         */
        RevisionIn: {
            /**
             * Definition
             * @description The whole program; see `definitions/programs` for its form.
             * @example {
             *       "code": "journey",
             *       "currency_code": "USD",
             *       "name": {
             *         "en": "Journey"
             *       },
             *       "rules": [
             *         {
             *           "code": "purchase",
             *           "effects": [
             *             {
             *               "per_minor": 100,
             *               "points": 1,
             *               "type": "PER_AMOUNT"
             *             }
             *           ],
             *           "expiry": {
             *             "policy": "NEVER"
             *           }
             *         }
             *       ],
             *       "timezone": "America/New_York",
             *       "wallets": [
             *         {
             *           "code": "points",
             *           "kind": "REDEEMABLE"
             *         }
             *       ]
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Replace Scheduled
             * @description Take the place of revisions that are not in force yet.
             * @default false
             */
            replace_scheduled: boolean;
            /**
             * Valid From
             * @description From when it rates events; left out: now. Never earlier.
             */
            valid_from?: string | null;
        };
        /**
         * RevisionOut
         * @description One revision; it never changes.
         */
        RevisionOut: {
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Program Code */
            program_code: string;
            /**
             * Revision
             * @description Null for a dry run that would make one.
             */
            revision: number | null;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
        };
        /**
         * RevisionSavedOut
         * @description What saving did.
         */
        RevisionSavedOut: {
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Program Code */
            program_code: string;
            /**
             * Revision
             * @description Null for a dry run that would make one.
             */
            revision: number | null;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * RevisionsOut
         * @description Every revision of a program, oldest first.
         */
        RevisionsOut: {
            /** Items */
            items: components["schemas"]["StoredRevisionOut"][];
        };
        /**
         * RewardChangeIn
         * @description A change of a reward.
         */
        RewardChangeIn: {
            /**
             * Definition
             * @description code, name, description, prices (points, wallet_code, tier_minimum_code, segment_code), stock_count, eligibility, limits, voucher_pool_code, is_offered. `program_code` may be left out: the program of the query.
             * @example {
             *       "code": "coffee",
             *       "description": {
             *         "en": "340 g of house-roasted coffee."
             *       },
             *       "eligibility": {
             *         "segments_out": [
             *           "lapsing-regulars"
             *         ]
             *       },
             *       "limits": {
             *         "period": "DAY",
             *         "period_count": 1,
             *         "total_count": 10
             *       },
             *       "name": {
             *         "ar": "كيس قهوة",
             *         "en": "A bag of coffee"
             *       },
             *       "prices": [
             *         {
             *           "points": 400
             *         },
             *         {
             *           "points": 350,
             *           "tier_minimum_code": "GOLD"
             *         }
             *       ],
             *       "stock_count": 5000
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Revision
             * @description The revision that was changed; refused if another came since.
             */
            revision?: number | null;
        };
        /**
         * RewardIn
         * @description A reward as it shall be.
         */
        RewardIn: {
            /**
             * Definition
             * @description code, name, description, prices (points, wallet_code, tier_minimum_code, segment_code), stock_count, eligibility, limits, voucher_pool_code, is_offered. `program_code` may be left out: the program of the query.
             * @example {
             *       "code": "coffee",
             *       "description": {
             *         "en": "340 g of house-roasted coffee."
             *       },
             *       "eligibility": {
             *         "segments_out": [
             *           "lapsing-regulars"
             *         ]
             *       },
             *       "limits": {
             *         "period": "DAY",
             *         "period_count": 1,
             *         "total_count": 10
             *       },
             *       "name": {
             *         "ar": "كيس قهوة",
             *         "en": "A bag of coffee"
             *       },
             *       "prices": [
             *         {
             *           "points": 400
             *         },
             *         {
             *           "points": 350,
             *           "tier_minimum_code": "GOLD"
             *         }
             *       ],
             *       "stock_count": 5000
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * RewardOut
         * @description Something that points buy.
         */
        RewardOut: {
            /** Code */
            code: string;
            description: components["schemas"]["LocalText"];
            /** Is Offered */
            is_offered: boolean;
            /**
             * Left Count
             * @description How many are left; null: without limit.
             */
            left_count: number | null;
            name: components["schemas"]["LocalText"];
            /**
             * Price Points
             * @description The price for everybody; the least price where there is none for everybody.
             */
            price_points: number;
            /**
             * Redeemed Count
             * @description How many redemptions stand.
             */
            redeemed_count: number;
            /** Revision */
            revision: number;
            /**
             * Tier Minimum Code
             * @description The lowest tier that may redeem it; null: everyone.
             */
            tier_minimum_code: string | null;
        };
        /**
         * RewardRevisionOut
         * @description A reward as somebody left it.
         */
        RewardRevisionOut: {
            /**
             * Actor
             * @description Who; null: a definition file.
             */
            actor: string | null;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Revision */
            revision: number;
        };
        /**
         * RewardRevisionsOut
         * @description The newest revisions of a reward, newest first.
         */
        RewardRevisionsOut: {
            /** Items */
            items: components["schemas"]["RewardRevisionOut"][];
        };
        /**
         * RewardsOut
         * @description The catalogue.
         */
        RewardsOut: {
            /** Items */
            items: components["schemas"]["RewardOut"][];
        };
        /**
         * RfmOut
         * @description Recency, frequency and monetary value in quintiles, 5 is best.
         */
        RfmOut: {
            /**
             * Code
             * @example 545
             */
            code: string | null;
            /** Frequency Quintile */
            frequency_quintile: number | null;
            /** Monetary Quintile */
            monetary_quintile: number | null;
            /** Recency Quintile */
            recency_quintile: number | null;
            /** Segment Code */
            segment_code: string | null;
        };
        /**
         * RowErrorOut
         * @description Why a row was refused.
         */
        RowErrorOut: {
            /** Code */
            code: string;
            /**
             * Content
             * @description The row as it was read.
             */
            content: {
                [key: string]: unknown;
            };
            /** Detail */
            detail: string;
            /** Facts */
            facts: {
                [key: string]: unknown;
            };
            /**
             * Row Number
             * @description The first row of data is 1.
             */
            row_number: number;
        };
        /**
         * ScoredChurnOut
         * @description How likely no purchase follows within 56 days, and why.
         */
        ScoredChurnOut: {
            /**
             * Band Code
             * @description LOW, MEDIUM or HIGH.
             */
            band_code: string | null;
            /** Model Version */
            model_version: string | null;
            /** Probability */
            probability: number | null;
            /**
             * Reasons
             * @description What moved the score most, greatest first; at most three, none where nothing did.
             */
            reasons: components["schemas"]["ChurnReasonOut"][];
            /** Scored At */
            scored_at: string | null;
        };
        /**
         * ScoresOut
         * @description What the models say of a member, by which version, as of which day, and how old that is.
         */
        ScoresOut: {
            /**
             * Age Seconds
             * @description How long ago that was, by the business clock.
             */
            age_seconds: number | null;
            /**
             * As Of On
             * @description The business day whose end the scores speak of.
             */
            as_of_on: string | null;
            churn: components["schemas"]["ScoredChurnOut"];
            /**
             * Data Until
             * @description When the newest load arrived that they know.
             */
            data_until: string | null;
            /** @description Null where the features hold none. */
            lifetime_value: components["schemas"]["LifetimeValueOut"] | null;
            /** Member Id */
            member_id: string;
            rfm: components["schemas"]["RfmOut"];
            /**
             * Source
             * @description `published`: by the nightly run. `computed`: the churn score was worked out just now. `none`: nothing is known yet.
             * @enum {string}
             */
            source: "published" | "computed" | "none";
            tier: components["schemas"]["serving__members__schemas__StandingOut"];
        };
        /**
         * SecretOut
         * @description What deliveries are signed with: `Khaywe-Signature: t=…,v1=…`, HMAC-SHA256 over `t`, a dot and the body.
         */
        SecretOut: {
            /**
             * Former Secret
             * @description Signs beside it until `former_until`.
             */
            former_secret: string | null;
            /** Former Until */
            former_until: string | null;
            /** Secret */
            secret: string;
            /** Webhook Id */
            webhook_id: string;
        };
        /**
         * SegmentAskedIn
         * @description A rule, or a stored version of a segment.
         */
        SegmentAskedIn: {
            /**
             * Code
             * @description The segment that it is for. What it says now tells who would enter and leave.
             */
            code?: string | null;
            /**
             * Rule
             * @description JSONLogic as it stands in the editor; left out: that of `code`.
             */
            rule?: {
                [key: string]: unknown;
            } | null;
            /**
             * Version
             * @description Of `code`; left out: its draft, or what is in force.
             */
            version?: number | null;
        };
        /**
         * SegmentClausesOut
         * @description How the rule narrows everybody down, clause by clause.
         */
        SegmentClausesOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /** Customer Count */
            customer_count: number;
            /** Steps */
            steps: components["schemas"]["serving__segments__examine__StepOut"][];
        };
        /**
         * SegmentDayOut
         * @description A segment at the end of one business day.
         */
        SegmentDayOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /**
             * Entered Count
             * @description Who came in since the day before.
             */
            entered_count: number;
            /**
             * Left Count
             * @description Who went out since the day before.
             */
            left_count: number;
            /** Size */
            size: number;
            /** Version */
            version: number;
        };
        /**
         * SegmentHistoryOut
         * @description The evaluated days of a segment, oldest first.
         */
        SegmentHistoryOut: {
            /** Items */
            items: components["schemas"]["SegmentDayOut"][];
        };
        /**
         * SegmentIn
         * @description What a segment is to be.
         */
        SegmentIn: {
            description: components["schemas"]["LocalTextIn"];
            /**
             * Expected Version
             * @description The newest version that you have seen.
             */
            expected_version?: number | null;
            /**
             * Kind
             * @description STATIC: a list that files and calls fill; it has no rule. A segment stays what it is.
             * @default RULE
             * @enum {string}
             */
            kind: "RULE" | "STATIC";
            name: components["schemas"]["LocalTextIn"];
            /**
             * Owner
             * @description Who answers for it.
             * @example marketing
             */
            owner: string;
            /**
             * Rule
             * @description A JSONLogic rule over the features of the customer profile, points, tier, consents, other segments, past purchases.
             */
            rule?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * SegmentMemberOut
         * @description A member of a segment, and since when.
         */
        SegmentMemberOut: {
            /** External Id */
            external_id: string;
            /** Member Id */
            member_id: string;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
            /** Valid To */
            valid_to: string | null;
        };
        /**
         * SegmentMovedOut
         * @description Where the segment stands after the step, and who moved with it.
         */
        SegmentMovedOut: {
            /**
             * As Of On
             * @description The day of the data that it was evaluated on.
             */
            as_of_on: string | null;
            /** Code */
            code: string;
            /** Draft Version */
            draft_version: number | null;
            /** Entered Count */
            entered_count: number | null;
            /**
             * Is Evaluated
             * @description Its members moved with the step. False where the next load moves them, or the step moves nobody.
             */
            is_evaluated: boolean;
            /**
             * Is New
             * @description False: it stood there already, and nothing was written.
             */
            is_new: boolean;
            /** Left Count */
            left_count: number | null;
            /** Size */
            size: number | null;
            /** Status */
            status: string;
            /** Version */
            version: number;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * SegmentMoveOut
         * @description A step of a segment's life.
         */
        SegmentMoveOut: {
            /** Actor */
            actor: string;
            /** From Status */
            from_status: string | null;
            /** Reason */
            reason: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** To Status */
            to_status: string;
            /** Version */
            version: number;
        };
        /**
         * SegmentMovesOut
         * @description The steps of a segment's life, newest first.
         */
        SegmentMovesOut: {
            /** Items */
            items: components["schemas"]["SegmentMoveOut"][];
        };
        /**
         * SegmentOut
         * @description A segment with the sizes of its newest evaluated day; null before the first.
         */
        SegmentOut: {
            /**
             * As Of On
             * @description The business day the sizes speak of.
             */
            as_of_on: string | null;
            /**
             * Change
             * @description `size − size_yesterday`.
             */
            change: number | null;
            /** Code */
            code: string;
            description: components["schemas"]["LocalText"];
            /**
             * Draft Version
             * @description The version that waits to be activated.
             */
            draft_version: number | null;
            /** Entered Count */
            entered_count: number | null;
            /** @description What the rule says, for people; null for a list. */
            in_words: components["schemas"]["LocalText"] | null;
            /**
             * Kind
             * @description RULE, or STATIC for a list.
             */
            kind: string;
            /** Left Count */
            left_count: number | null;
            name: components["schemas"]["LocalText"];
            /** Owner */
            owner: string;
            /**
             * Rule
             * @description JSONLogic, as it was written; null for a list.
             */
            rule: {
                [key: string]: unknown;
            } | null;
            /** Size */
            size: number | null;
            /**
             * Size Yesterday
             * @description The size on the calendar day before, where that day was evaluated.
             */
            size_yesterday: number | null;
            /**
             * Status
             * @description DRAFT, ACTIVE, PAUSED or ARCHIVED.
             */
            status: string;
            /**
             * Version
             * @description In force; of a segment that never was active, its draft.
             */
            version: number;
        };
        /**
         * SegmentOverlapsIn
         * @description Segments to be laid over each other.
         */
        SegmentOverlapsIn: {
            /** Codes */
            codes: string[];
        };
        /**
         * SegmentOverlapsOut
         * @description How many customers each two segments share.
         */
        SegmentOverlapsOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /** Codes */
            codes: string[];
            /**
             * Counts
             * @description By row and column as in `codes`; the diagonal is each one's size.
             */
            counts: number[][];
            /** Customer Count */
            customer_count: number;
            /**
             * None Count
             * @description Customers whom none of them describes.
             */
            none_count: number;
        };
        /**
         * SegmentPreviewIn
         * @description A rule to be previewed.
         */
        SegmentPreviewIn: {
            /**
             * Code
             * @description The segment that it is for. What it says now tells who would enter and leave.
             */
            code?: string | null;
            /**
             * Rule
             * @description JSONLogic as it stands in the editor; left out: that of `code`.
             */
            rule?: {
                [key: string]: unknown;
            } | null;
            /**
             * Sample
             * @description How many customers to name.
             * @default 10
             */
            sample: number;
            /**
             * Version
             * @description Of `code`; left out: its draft, or what is in force.
             */
            version?: number | null;
        };
        /**
         * SegmentPreviewOut
         * @description What the rule would do on the newest published data. Customers count whether or not they are enrolled.
         */
        SegmentPreviewOut: {
            /**
             * As Of On
             * Format: date
             */
            as_of_on: string;
            /** Built At */
            built_at: string | null;
            /**
             * Classes
             * @description Everybody and the described, by RFM class.
             */
            classes: components["schemas"]["ClassCountOut"][];
            cost: components["schemas"]["CostOut"];
            /** Customer Count */
            customer_count: number;
            /** Described Count */
            described_count: number;
            /**
             * Entering Count
             * @description Whom the rule describes and what is in force does not.
             */
            entering_count: number;
            /** Entering Sample */
            entering_sample: string[];
            /** Leaving Count */
            leaving_count: number;
            /** Leaving Sample */
            leaving_sample: string[];
            /**
             * Sample
             * @description External ids, chosen by a hash: the same ones every time, and from anywhere.
             */
            sample: string[];
            /**
             * Share
             * @description described_count / customer_count
             */
            share: number;
        };
        /**
         * SegmentSavedOut
         * @description The newest version after the call.
         */
        SegmentSavedOut: {
            /** Code */
            code: string;
            /**
             * Is Draft
             * @description The version waits to be activated; what is in force, if anything, stays so.
             */
            is_draft: boolean;
            /**
             * Is New
             * @description False: the newest version already said the same, and nothing was written.
             */
            is_new: boolean;
            /**
             * Status
             * @description Where the segment stands: DRAFT, ACTIVE or PAUSED.
             */
            status: string;
            /** Version */
            version: number;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * SegmentSqlIn
         * @description A rule to be shown as SQL.
         */
        SegmentSqlIn: {
            /**
             * Code
             * @description The segment that it is for. What it says now tells who would enter and leave.
             */
            code?: string | null;
            /**
             * Dialect
             * @default duckdb
             * @enum {string}
             */
            dialect: "duckdb" | "postgresql" | "snowflake" | "oracle";
            /**
             * Rule
             * @description JSONLogic as it stands in the editor; left out: that of `code`.
             */
            rule?: {
                [key: string]: unknown;
            } | null;
            /**
             * Version
             * @description Of `code`; left out: its draft, or what is in force.
             */
            version?: number | null;
        };
        /**
         * SegmentSqlOut
         * @description A rule as SQL. Values are bound, never written into the statement.
         */
        SegmentSqlOut: {
            /** Dialect */
            dialect: string;
            /** Sql */
            sql: string;
            /**
             * Values
             * @description What is bound, by the name it has in the statement.
             */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * SegmentStatus
         * @description DRAFT → ACTIVE ⇄ PAUSED → ARCHIVED. Only ACTIVE ones are evaluated; a PAUSED one keeps its members as they are.
         * @enum {string}
         */
        SegmentStatus: "DRAFT" | "ACTIVE" | "PAUSED" | "ARCHIVED";
        /**
         * SegmentStepIn
         * @description A step of a segment's life.
         */
        SegmentStepIn: {
            /**
             * Reason
             * @description For the record of steps.
             */
            reason?: string | null;
            /**
             * Version
             * @description The draft that you have looked at; another is not activated.
             */
            version?: number | null;
        };
        /**
         * SegmentVersionOut
         * @description One version of a segment; versions never change.
         */
        SegmentVersionOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
            description: components["schemas"]["LocalText"];
            /** Is Draft */
            is_draft: boolean;
            /** Is In Force */
            is_in_force: boolean;
            name: components["schemas"]["LocalText"];
            /** Owner */
            owner: string;
            /** Rule */
            rule: {
                [key: string]: unknown;
            } | null;
            /** Version */
            version: number;
        };
        /**
         * SegmentVersionsOut
         * @description The versions of a segment, newest first.
         */
        SegmentVersionsOut: {
            /** Items */
            items: components["schemas"]["SegmentVersionOut"][];
        };
        /**
         * SegmentVocabularyOut
         * @description Everything that a segment's rule may ask.
         */
        SegmentVocabularyOut: {
            /**
             * Channels
             * @description What a member can agree to be told by.
             */
            channels: components["schemas"]["NamedOut"][];
            /** Events */
            events: components["schemas"]["EventTypeOut"][];
            /**
             * Features
             * @description Of the customer profile, and of members: points, tier, status.
             */
            features: components["schemas"]["FeatureOut"][];
            /**
             * Segments
             * @description The segments that a rule may refer to: all but archived ones.
             */
            segments: components["schemas"]["NamedOut"][];
        };
        /**
         * SegmentWordsIn
         * @description A rule to be told to people.
         */
        SegmentWordsIn: {
            /**
             * Paths
             * @description Clauses to be told by themselves, as JSON Pointers into the rule.
             * @default []
             */
            paths: string[];
            /**
             * Rule
             * @description JSONLogic as it stands in the editor.
             */
            rule: {
                [key: string]: unknown;
            } | boolean;
        };
        /**
         * SegmentWordsOut
         * @description What a rule says, for people.
         */
        SegmentWordsOut: {
            /**
             * Clauses
             * @description In the order of the paths asked for.
             */
            clauses: components["schemas"]["ClauseWordsOut"][];
            /** Features Read */
            features_read: string[];
            in_words: components["schemas"]["LocalText"];
        };
        /**
         * NothingIn
         * @description Nothing more to say.
         */
        serving__eligibility__router__NothingIn: Record<string, never>;
        /**
         * StandingOut
         * @description Whether the member may take part in one thing.
         */
        serving__eligibility__router__StandingOut: {
            /** Code */
            code: string;
            /** Is Eligible */
            is_eligible: boolean;
            /** Kind */
            kind: string;
            override: components["schemas"]["StandingOverrideOut"] | null;
            /**
             * Reasons
             * @description Every reason why not, in the documented order.
             */
            reasons: components["schemas"]["ReasonOut"][];
        };
        /**
         * ClauseOut
         * @description The first clause of a rule's condition that failed.
         */
        serving__examine__router__ClauseOut: {
            /**
             * Path
             * @description Where it stands in the condition.
             */
            path: string;
            /** Text */
            text: string;
            /**
             * Values
             * @description The facts that it read.
             */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * BatchItemOut
         * @description One member of a batch, in the place where it was asked for.
         */
        serving__features__schemas__BatchItemOut: {
            answer: components["schemas"]["MemberFeaturesOut"] | null;
            error: components["schemas"]["ReasonOut"] | null;
            /**
             * Member Id
             * @description As it was asked for.
             */
            member_id: string;
        };
        /** Page[DeliveryOut] */
        serving__http__paging__Page_DeliveryOut___1: {
            /** Items */
            items: components["schemas"]["serving__messages__schemas__DeliveryOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /** Page[DeliveryOut] */
        serving__http__paging__Page_DeliveryOut___2: {
            /** Items */
            items: components["schemas"]["serving__webhooks__schemas__DeliveryOut"][];
            /**
             * Next Cursor
             * @description Send it as `cursor` to read on; null on the last page.
             */
            next_cursor: string | null;
        };
        /**
         * StepOut
         * @description One visit of a node that is over.
         */
        serving__journeys__schemas__StepOut: {
            /** Branch */
            branch: string;
            /**
             * Entered At
             * Format: date-time
             */
            entered_at: string;
            /** Facts */
            facts: {
                [key: string]: unknown;
            };
            /**
             * Left At
             * Format: date-time
             */
            left_at: string;
            /** Node Id */
            node_id: string;
            /** Version */
            version: number;
            /** Visit */
            visit: number;
        };
        /**
         * StandingOut
         * @description The tier the member stands on, as last published.
         */
        serving__members__schemas__StandingOut: {
            /** Code */
            code: string | null;
            /**
             * Qualifying Minor
             * @description Spend that counts towards the tier, in minor units.
             */
            qualifying_minor: number | null;
        };
        /**
         * NothingIn
         * @description No fields.
         */
        serving__messages__router__NothingIn: Record<string, never>;
        /**
         * DeliveryOut
         * @description One message to one member and how it stands.
         */
        serving__messages__schemas__DeliveryOut: {
            /** Attempt Count */
            attempt_count: number;
            /** Channel Code */
            channel_code: string;
            /**
             * Detail
             * @description The channel's own word.
             */
            detail: string | null;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Ended At */
            ended_at: string | null;
            /** Id */
            id: string;
            /** Member Id */
            member_id: string;
            /** Occurrence */
            occurrence: string;
            /** Purpose */
            purpose: string;
            /**
             * Queued At
             * Format: date-time
             */
            queued_at: string;
            /** Reason */
            reason: string | null;
            /** Source Code */
            source_code: string;
            /** Status */
            status: string;
            /** Template Code */
            template_code: string;
            /** Template Version */
            template_version: number;
        };
        /**
         * PreviewIn
         * @description A template that need not be stored, and for whom it is read.
         */
        serving__messages__schemas__PreviewIn: {
            /**
             * Channel Code
             * @enum {string}
             */
            channel_code: "email" | "mail" | "phone" | "push" | "sms" | "whatsapp";
            /** Contents */
            contents: components["schemas"]["LanguageContentIn"][];
            /**
             * Facts
             * @description What the campaign would add, such as the offer.
             */
            facts?: {
                [key: string]: unknown;
            };
            /**
             * Language
             * @description Left out: the member's own.
             */
            language?: string | null;
            /** Member Id */
            member_id: string;
        };
        /**
         * PreviewOut
         * @description The message as the member would read it.
         */
        serving__messages__schemas__PreviewOut: {
            /** Html */
            html: string | null;
            /** Language */
            language: string;
            /** Member Id */
            member_id: string;
            /** Subject */
            subject: string | null;
            /** Text */
            text: string;
        };
        /**
         * PreviewIn
         * @description A definition that is not saved.
         */
        serving__programs__definition_schemas__PreviewIn: {
            /**
             * Definition
             * @description The whole program as it would be.
             */
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * PreviewOut
         * @description Who would move if the tiers of a definition were in force now, and what else the definition would change.
         */
        serving__programs__definition_schemas__PreviewOut: {
            /** Changes */
            changes: components["schemas"]["ChangeOut"][];
            /**
             * Falling Count
             * @description Who would begin their grace.
             */
            falling_count: number;
            /** Moves */
            moves: components["schemas"]["PreviewedMoveOut"][];
            /** Staying Count */
            staying_count: number;
        };
        /**
         * ReturnIn
         * @description An order that came back as a whole.
         */
        serving__promotions__schemas__ReturnIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Order Id */
            order_id: string;
            /** Reason */
            reason?: string | null;
            /** Source */
            source?: string | null;
        };
        /**
         * StepOut
         * @description One clause in its turn.
         */
        serving__segments__examine__StepOut: {
            /**
             * Described Count
             * @description Whom the clause describes by itself.
             */
            described_count: number;
            /**
             * Kept Count
             * @description Whom it leaves, with all clauses before it.
             */
            kept_count: number;
            /** Lost Count */
            lost_count: number;
            /**
             * Path
             * @description JSON Pointer into the rule.
             */
            path: string;
        };
        /**
         * ClauseOut
         * @description One clause of a rule, with its own truth.
         */
        serving__segments__schemas__ClauseOut: {
            /** Depth */
            depth: number;
            /** Is True */
            is_true: boolean;
            /**
             * Operator
             * @description `and`, `or`, `not`; null for a clause that compares.
             */
            operator: string | null;
            /**
             * Path
             * @description JSON Pointer into the rule.
             */
            path: string;
            /**
             * Values
             * @description What the clause read.
             */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * ReturnIn
         * @description Goods come back. Name lines, or an amount of the order, or neither: everything that has not come back yet.
         */
        serving__transactions__acts__ReturnIn: {
            /** Amount Minor */
            amount_minor?: number | null;
            /** Lines */
            lines?: components["schemas"]["ReturnedLineIn"][];
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Order Id */
            order_id: string;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's returns for ever.
             * @example return-5
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
        };
        /**
         * BatchItemOut
         * @description What became of one item: exactly what it would have been answered alone.
         */
        serving__transactions__batch__BatchItemOut: {
            /**
             * Index
             * @description The item's place in the request, from 0.
             */
            index: number;
            /** @description Null where it was not. */
            problem: components["schemas"]["Problem"] | null;
            /** @description Null where it was refused. */
            result: components["schemas"]["TransactionOut"] | null;
            /**
             * Status
             * @description The HTTP status that the item alone would have had.
             */
            status: number;
        };
        /**
         * DeliveryOut
         * @description One event for one endpoint.
         */
        serving__webhooks__schemas__DeliveryOut: {
            /** Attempt Count */
            attempt_count: number;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Due At
             * @description When it is tried next; null when it is done with.
             */
            due_at: string | null;
            /** Event Id */
            event_id: string;
            /** Id */
            id: string;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "PENDING" | "DELIVERED" | "FAILED";
            /** Type */
            type: string;
        };
        /**
         * SnapshotIn
         * @description A snapshot to pin.
         */
        SnapshotIn: {
            /**
             * As Of
             * @description Left out: now, by the business clock.
             */
            as_of?: string | null;
            /**
             * Name
             * @description What it is for.
             * @example November mailing
             */
            name: string;
        };
        /**
         * SnapshotOut
         * @description Who was in a segment at an instant, kept as it was known when it was pinned.
         */
        SnapshotOut: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * As Of On
             * @description The day of the data.
             */
            as_of_on: string | null;
            /**
             * Content Sha256
             * @description Over the member ids (UUIDs) in order, separated by commas.
             */
            content_sha256: string;
            /** Member Count */
            member_count: number;
            /** Name */
            name: string;
            /**
             * Pinned At
             * Format: date-time
             */
            pinned_at: string;
            /** Pinned By */
            pinned_by: string;
            /** Segment Code */
            segment_code: string;
            /**
             * Snapshot Id
             * @description Null for a dry run.
             */
            snapshot_id: string | null;
            /** Version */
            version: number;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * SnapshotsOut
         * @description The pinned snapshots of a segment, newest first.
         */
        SnapshotsOut: {
            /** Items */
            items: components["schemas"]["SnapshotOut"][];
        };
        /**
         * StandingOverrideOut
         * @description The override that counts at present.
         */
        StandingOverrideOut: {
            /** Actor */
            actor: string | null;
            /** Reason */
            reason: string;
            /** Valid Until */
            valid_until: string | null;
            /** Verdict */
            verdict: string;
        };
        /**
         * StatementOut
         * @description A wallet over a period: of each part, opening and movements make closing.
         */
        StatementOut: {
            closing: components["schemas"]["AccountOut"];
            /** Movements */
            movements: components["schemas"]["MovementOut"][];
            opening: components["schemas"]["AccountOut"];
            /** Wallet Code */
            wallet_code: string;
        };
        /**
         * StatementsOut
         * @description A member's wallets over a period, which ends before `ends_at`.
         */
        StatementsOut: {
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Items */
            items: components["schemas"]["StatementOut"][];
            /** Member Id */
            member_id: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * StatusIn
         * @description The next step of a program's life.
         */
        StatusIn: {
            /**
             * Status
             * @description DRAFT → ACTIVE ⇄ PAUSED; any of them → ARCHIVED, which is final.
             * @enum {string}
             */
            status: "DRAFT" | "ACTIVE" | "PAUSED" | "ARCHIVED";
        };
        /**
         * StatusOut
         * @description The program's status.
         */
        StatusOut: {
            /** Program Code */
            program_code: string;
            /** Status */
            status: string;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * StoredRevisionOut
         * @description A revision with who saved it and when.
         */
        StoredRevisionOut: {
            /** Actor */
            actor: string | null;
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Program Code */
            program_code: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /**
             * Replaced By
             * @description It was scheduled, and this revision took its place before it began.
             */
            replaced_by: number | null;
            /**
             * Revision
             * @description Null for a dry run that would make one.
             */
            revision: number | null;
            /**
             * Valid From
             * Format: date-time
             */
            valid_from: string;
        };
        /**
         * SubjectOut
         * @description The member an event is about.
         */
        SubjectOut: {
            /** External Id */
            external_id: string | null;
            /** Member Id */
            member_id: string;
            /** Program Code */
            program_code: string | null;
        };
        /**
         * TemplateIn
         * @description A message by language; the first one speaks to members of other languages.
         */
        TemplateIn: {
            /**
             * Channel Code
             * @enum {string}
             */
            channel_code: "email" | "mail" | "phone" | "push" | "sms" | "whatsapp";
            /** Contents */
            contents: components["schemas"]["LanguageContentIn"][];
        };
        /**
         * TemplateOut
         * @description One version of a template.
         */
        TemplateOut: {
            /** Actor */
            actor: string;
            /** Channel Code */
            channel_code: string;
            /** Code */
            code: string;
            /** Contents */
            contents: components["schemas"]["ContentOut"][];
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Version */
            version: number;
            /**
             * Would Apply
             * @default false
             */
            would_apply: boolean;
        };
        /**
         * TierHistoryOut
         * @description Where a member stood at an instant, and every move up to it, oldest first.
         */
        TierHistoryOut: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Member Id */
            member_id: string;
            /** Moves */
            moves: components["schemas"]["TierMoveOut"][];
            /** Tier Code */
            tier_code: string | null;
        };
        /**
         * TierMoveOut
         * @description One move of a member between tiers.
         */
        TierMoveOut: {
            /**
             * Effective At
             * Format: date-time
             */
            effective_at: string;
            /** From Tier Code */
            from_tier_code: string | null;
            /** Progress */
            progress: number | null;
            /** Reason */
            reason: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /**
             * Revision
             * @description The program's revision that decided.
             */
            revision: number;
            /** To Tier Code */
            to_tier_code: string | null;
            /**
             * Type
             * @description JOINED, UPGRADED, PROLONGED, DOWNGRADED or LEFT.
             */
            type: string;
        };
        /**
         * TierOut
         * @description A rung of the ladder.
         */
        TierOut: {
            /** Code */
            code: string;
            name: components["schemas"]["LocalText"];
            /**
             * Qualifying Minor Min
             * @description The least spend in the window, in minor units.
             */
            qualifying_minor_min: number;
        };
        /**
         * TierStandingOut
         * @description Where a member stands now and what comes next. `progress` and `missing` are minor units or points, as the program counts.
         */
        TierStandingOut: {
            /**
             * Falls At
             * @description When the member goes down without anything more.
             */
            falls_at: string | null;
            /**
             * Keeps Until
             * @description Until when the tier is kept without anything more.
             */
            keeps_until: string | null;
            /** Member Id */
            member_id: string;
            /**
             * Missing
             * @description What the next tier still needs.
             */
            missing: number | null;
            /** Next Tier Code */
            next_tier_code: string | null;
            /** Program Code */
            program_code: string;
            /** Progress */
            progress: number | null;
            /**
             * Projected Tier Code
             * @description The tier that what counts today fits.
             */
            projected_tier_code: string | null;
            /** Since */
            since: string | null;
            /** Tier Code */
            tier_code: string | null;
            /** Will Be Downgraded */
            will_be_downgraded: boolean;
        };
        /**
         * ToldBatchOut
         * @description What became of a batch.
         */
        ToldBatchOut: {
            /** Applied Count */
            applied_count: number;
            /** Items */
            items: components["schemas"]["ToldItemOut"][];
            /** Mode */
            mode: string;
            /** Refused Count */
            refused_count: number;
        };
        /**
         * ToldItemOut
         * @description What became of one event: exactly what it would have been answered alone.
         */
        ToldItemOut: {
            /** Index */
            index: number;
            problem: components["schemas"]["Problem"] | null;
            result: components["schemas"]["ToldOut"] | null;
            /** Status */
            status: number;
        };
        /**
         * ToldOut
         * @description An event that was taken on; it reaches its consumers within moments.
         */
        ToldOut: {
            /** Event Id */
            event_id: string;
            /**
             * Is Known
             * @description It had been told before under your id, and was not told again.
             */
            is_known: boolean;
            /** Member Id */
            member_id: string;
            /** Type */
            type: string;
            /** Would Apply */
            would_apply: boolean;
        };
        /**
         * TransactionOut
         * @description What an act did to a member's points.
         */
        TransactionOut: {
            /** Account Id */
            account_id: string | null;
            /**
             * Allocations
             * @description The lots that points came out of, in order of consumption.
             */
            allocations: components["schemas"]["AllocationOut"][];
            /**
             * Available Points
             * @description What the member may spend of this wallet afterwards; below zero where more is owed.
             */
            available_points: number;
            /** Corrects Posting Id */
            corrects_posting_id: string | null;
            /**
             * Event Time
             * Format: date-time
             */
            event_time: string;
            /**
             * Expires At
             * @description When that lot stops being spendable.
             */
            expires_at: string | null;
            /**
             * Grants
             * @description Every lot that came into being, in every wallet.
             */
            grants: components["schemas"]["GrantOut"][];
            /**
             * Held Points
             * @description Of a hold: what it still holds.
             */
            held_points: number;
            /** Hold Id */
            hold_id: string | null;
            /**
             * Is Duplicate
             * @description This was posted before, by another request; that posting is answered and nothing was written.
             */
            is_duplicate: boolean;
            /** Lapses At */
            lapses_at: string | null;
            /**
             * Lot Id
             * @description The lot that was granted; null where there is none.
             */
            lot_id: string | null;
            /** Member Id */
            member_id: string;
            /**
             * Owed Points
             * @description What the member owes afterwards.
             */
            owed_points: number;
            /**
             * Points
             * @description What moved: earned, burned, held, taken back, transferred; never negative.
             */
            points: number;
            /**
             * Posting Id
             * @description Null for a dry run.
             */
            posting_id: string | null;
            /** @description Of a purchase that asked for promotions or vouchers: what they did. */
            promotions: components["schemas"]["PurchasePromotionsOut"] | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Reference */
            reference: string;
            /**
             * Returned Points
             * @description Of a return: points given back that had paid for the order.
             */
            returned_points: number;
            /** Reverses Posting Id */
            reverses_posting_id: string | null;
            /**
             * Rule Code
             * @description The earning rule that decided.
             */
            rule_code: string | null;
            /** Rule Revision */
            rule_revision: number | null;
            /**
             * Transaction Id
             * @description Shared by all postings of one act, such as both sides of a transfer.
             */
            transaction_id: string | null;
            /**
             * Type
             * @example POINTS_EARNED
             */
            type: string;
            /**
             * Uncollected Points
             * @description Of a return: points that could not be taken back under the program's policy.
             */
            uncollected_points: number;
            /** Wallet Code */
            wallet_code: string;
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * TransferIn
         * @description Points of one member become another's; they expire when they would have.
         */
        TransferIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Points */
            points: number;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's transfers for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * To Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            to_member_id: string;
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * TransferItemIn
         * @description Points of one member become another's; they expire when they would have.
         */
        TransferItemIn: {
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /** Points */
            points: number;
            /** Reason */
            reason?: string | null;
            /**
             * Reference
             * @description The business reference. Unique among the member's transfers for ever.
             */
            reference: string;
            /**
             * Source
             * @description Where it comes from, such as a till or a back office.
             */
            source?: string | null;
            /**
             * To Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            to_member_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "TRANSFER";
            /** Wallet Code */
            wallet_code?: string | null;
        };
        /**
         * TrialEventIn
         * @description Something that happens to the seed member during the trial.
         */
        TrialEventIn: {
            /** Data */
            data?: {
                [key: string]: unknown;
            };
            /**
             * Occurred At
             * Format: date-time
             * @example 2017-10-31T18:05:00Z
             */
            occurred_at: string;
            /** Type */
            type: string;
        };
        /**
         * TrialIn
         * @description A journey, a seed member, and how far the clock is turned.
         */
        TrialIn: {
            /**
             * Definition
             * @example {
             *       "edges": [
             *         {
             *           "from": "start",
             *           "to": "gift"
             *         },
             *         {
             *           "from": "gift",
             *           "to": "morning"
             *         },
             *         {
             *           "from": "morning",
             *           "to": "regular"
             *         },
             *         {
             *           "branch": "often",
             *           "from": "regular",
             *           "to": "thanks"
             *         },
             *         {
             *           "branch": "else",
             *           "from": "regular",
             *           "to": "end"
             *         },
             *         {
             *           "from": "thanks",
             *           "to": "end"
             *         }
             *       ],
             *       "goal": {
             *         "event_type": "points.spent"
             *       },
             *       "name": {
             *         "ar": "أهلًا",
             *         "en": "Welcome"
             *       },
             *       "nodes": [
             *         {
             *           "id": "start",
             *           "trigger": {
             *             "event_type": "points.earned",
             *             "kind": "EVENT"
             *           },
             *           "type": "START"
             *         },
             *         {
             *           "action": {
             *             "kind": "AWARD_POINTS",
             *             "points": 50,
             *             "reason": "welcome"
             *           },
             *           "id": "gift",
             *           "type": "ACTION"
             *         },
             *         {
             *           "id": "morning",
             *           "type": "WAIT",
             *           "wait": {
             *             "kind": "UNTIL_LOCAL_TIME",
             *             "time": "09:00"
             *           }
             *         },
             *         {
             *           "branches": [
             *             {
             *               "branch": "often",
             *               "rule": {
             *                 ">=": [
             *                   {
             *                     "var": "features.purchase_count_28d"
             *                   },
             *                   4
             *                 ]
             *               }
             *             }
             *           ],
             *           "id": "regular",
             *           "type": "CONDITION"
             *         },
             *         {
             *           "action": {
             *             "kind": "SET_ATTRIBUTE",
             *             "name": "is_regular",
             *             "value": true
             *           },
             *           "id": "thanks",
             *           "type": "ACTION"
             *         },
             *         {
             *           "id": "end",
             *           "type": "END"
             *         }
             *       ],
             *       "owner": "marketing",
             *       "program_code": "journey",
             *       "reentry": "ONCE"
             *     }
             */
            definition: {
                [key: string]: unknown;
            };
            /**
             * Events
             * @default []
             */
            events: components["schemas"]["TrialEventIn"][];
            /**
             * Is Let In
             * @description The member comes in at once; false: one of the events must let it in.
             * @default true
             */
            is_let_in: boolean;
            /**
             * Member Id
             * @description The seed member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Starts At
             * @description Where the clock stands at first; left out: now.
             */
            starts_at?: string | null;
            /**
             * Until
             * Format: date-time
             * @description Where the clock stands in the end. Turn it further and ask again.
             * @example 2017-10-31T18:05:00Z
             */
            until: string;
        };
        /**
         * TrialOut
         * @description What the member lived through. Nothing was stored.
         */
        TrialOut: {
            /**
             * Clock At
             * Format: date-time
             */
            clock_at: string;
            /** Standing */
            standing: components["schemas"]["TrialStandingOut"][];
            /** Steps */
            steps: components["schemas"]["TrialStepOut"][];
            /**
             * Was Cut
             * @description It went on beyond 5,000 steps and was ended.
             */
            was_cut: boolean;
        };
        /**
         * TrialStandingOut
         * @description Where a way stands when the clock does.
         */
        TrialStandingOut: {
            /**
             * Due At
             * @description Turn the clock there to see it go on.
             */
            due_at: string | null;
            /** Enrollment */
            enrollment: number;
            /** Is Waiting */
            is_waiting: boolean;
            /** Node Id */
            node_id: string;
            /** Outcome */
            outcome: string;
        };
        /**
         * TrialStepOut
         * @description One visit of a node, and when the member left it.
         */
        TrialStepOut: {
            /**
             * Action
             * @description What would be done.
             */
            action: {
                [key: string]: unknown;
            } | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Branch */
            branch: string;
            /**
             * Enrollment
             * @description Which way of the member, counted from 1: a journey may let it in again.
             */
            enrollment: number;
            /** Facts */
            facts: {
                [key: string]: unknown;
            };
            /** Node Id */
            node_id: string;
        };
        /**
         * UsedOut
         * @description What using a voucher did.
         */
        UsedOut: {
            /**
             * Is Duplicate
             * @description This reference was used before, by another request; that use is answered, nothing was written.
             */
            is_duplicate: boolean;
            /**
             * Nth
             * @description Which use of the voucher it was.
             */
            nth: number;
            /** Reference */
            reference: string;
            /**
             * Used At
             * Format: date-time
             */
            used_at: string;
            voucher: components["schemas"]["VoucherOut"];
            /**
             * Would Apply
             * @description True for a dry run only: the call would be accepted, and nothing was stored.
             */
            would_apply: boolean;
        };
        /**
         * UseIn
         * @description Using a voucher.
         */
        UseIn: {
            /**
             * Code
             * @description As the member typed it: spaces, hyphens and small letters do not matter.
             */
            code: string;
            /**
             * Member Id
             * @description The member's id (`mbr_…`) or external id.
             * @example 1042
             */
            member_id: string;
            /**
             * Reference
             * @description The business reference, unique among the member's uses for ever.
             */
            reference: string;
        };
        /**
         * ValueCountOut
         * @description Customers with this very value.
         */
        ValueCountOut: {
            /** Customer Count */
            customer_count: number;
            /** Value */
            value: string | boolean;
        };
        /**
         * VerdictOut
         * @description What one rule says to the event.
         */
        VerdictOut: {
            clause: components["schemas"]["serving__examine__router__ClauseOut"] | null;
            /**
             * Is Fired
             * @description Trigger, time frame and condition are met.
             */
            is_fired: boolean;
            /** Points */
            points: number;
            /** Points Before Caps */
            points_before_caps: number;
            /**
             * Reason Code
             * @description Why it awards nothing or less: TRIGGER_OTHER, TIMEFRAME_OUTSIDE, CONDITION_FALSE, …
             */
            reason_code: string | null;
            /** Rule Code */
            rule_code: string;
        };
        /**
         * VoucherCodeOut
         * @description One voucher with its code.
         */
        VoucherCodeOut: {
            /** Assigned At */
            assigned_at: string | null;
            /**
             * Code
             * @description Null where it was sealed with another key than the one in force.
             */
            code: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Member Id */
            member_id: string | null;
            /** Pool Code */
            pool_code: string;
            /**
             * Status
             * @description AVAILABLE, ASSIGNED, USED, EXPIRED or WITHDRAWN.
             */
            status: string;
            /** Usage Limit */
            usage_limit: number;
            /** Used Count */
            used_count: number;
            /** Value Minor */
            value_minor: number | null;
            /** Voucher Id */
            voucher_id: string;
        };
        /**
         * VoucherOut
         * @description One voucher, without its code.
         */
        VoucherOut: {
            /** Assigned At */
            assigned_at: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Member Id */
            member_id: string | null;
            /** Pool Code */
            pool_code: string;
            /**
             * Status
             * @description AVAILABLE, ASSIGNED, USED, EXPIRED or WITHDRAWN.
             */
            status: string;
            /** Usage Limit */
            usage_limit: number;
            /** Used Count */
            used_count: number;
            /** Value Minor */
            value_minor: number | null;
            /** Voucher Id */
            voucher_id: string;
        };
        /**
         * VoucherStatus
         * @description Where a voucher stands. AVAILABLE: nobody's; whoever has the code may use it. The last three are ends.
         * @enum {string}
         */
        VoucherStatus: "AVAILABLE" | "ASSIGNED" | "USED" | "EXPIRED" | "WITHDRAWN";
        /**
         * WarehouseOut
         * @description How the warehouse stands, as this process has seen it; nothing is asked of the warehouse for it.
         */
        WarehouseOut: {
            /**
             * Breaker
             * @description OPEN: half of the last calls failed, and the warehouse is left alone for a moment; HALF_OPEN: two calls try whether it is back. Null: this process asks no warehouse.
             */
            breaker: ("CLOSED" | "OPEN" | "HALF_OPEN") | null;
            /** @description Null: nothing readable is published; `build_reason` says why. */
            build: components["schemas"]["BuildOut"] | null;
            /**
             * Build Reason
             * @description A stable code.
             * @example PUBLISHED_NOTHING
             */
            build_reason: string | null;
            features: components["schemas"]["FreshnessOut"];
            /**
             * Kind
             * @description Null: no warehouse is told.
             */
            kind: ("duckdb" | "postgresql" | "snowflake" | "oracle") | null;
        };
        /**
         * WebhookChangeIn
         * @description What is to be otherwise; what is left out or null stays.
         */
        WebhookChangeIn: {
            /** Description */
            description?: string | null;
            /**
             * Status
             * @description PAUSED: deliveries wait. ARCHIVED: for ever.
             */
            status?: ("ACTIVE" | "PAUSED" | "ARCHIVED") | null;
            /** Types */
            types?: string[] | null;
            /** Url */
            url?: string | null;
        };
        /**
         * WebhookIn
         * @description Somebody who is to be told of events.
         */
        WebhookIn: {
            /** Description */
            description?: string | null;
            /**
             * Types
             * @description Types, `points.*` for all that begin so, `*` for all.
             */
            types: string[];
            /**
             * Url
             * @description https://…; a private address only where the settings allow its network.
             */
            url: string;
        };
        /**
         * WebhookOut
         * @description An endpoint. Its secret is at `/secret`.
         */
        WebhookOut: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Description */
            description: string | null;
            /**
             * Failure Count
             * @description Failures in a row; from five on it is left alone for longer and longer.
             */
            failure_count: number;
            /** Id */
            id: string;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Made By */
            made_by: string;
            /**
             * Open Until
             * @description Nothing is sent before; wall clock.
             */
            open_until: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ACTIVE" | "PAUSED" | "ARCHIVED";
            /** Types */
            types: string[];
            /** Url */
            url: string;
            /**
             * Would Apply
             * @default false
             */
            would_apply: boolean;
        };
        /**
         * WhyOut
         * @description Why a member is in a segment at an instant, or is not.
         */
        WhyOut: {
            /**
             * As Of On
             * @description The day of the data.
             */
            as_of_on: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Built At */
            built_at: string | null;
            /**
             * Cause
             * @description DAY, ACTIVATED, RESUMED, ARCHIVED; EVENT, FILE or CALL for this member alone.
             */
            cause: string | null;
            /** Clauses */
            clauses: components["schemas"]["serving__segments__schemas__ClauseOut"][];
            /** Evaluated At */
            evaluated_at: string | null;
            /**
             * Is Described
             * @description What the rule says of the data when asked again; null where no rule was asked.
             */
            is_described: boolean | null;
            /** Is In */
            is_in: boolean;
            /**
             * Loaded At
             * @description When the newest load came that the data knew, where that is known.
             */
            loaded_at: string | null;
            /** Member Id */
            member_id: string;
            /**
             * Reason Code
             * @description RULE_HOLDS, RULE_FAILS, LISTED, NOT_LISTED, NOT_EVALUATED (not until then), NO_PROFILE (no data of that day), ENROLLED_LATER, DATA_CHANGED (the data of that day were corrected and not evaluated again yet), ARCHIVED.
             */
            reason_code: string;
            /** Rule */
            rule: {
                [key: string]: unknown;
            } | null;
            /** Segment Code */
            segment_code: string;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /**
             * Values
             * @description Every value that the rule read, by name.
             */
            values: {
                [key: string]: unknown;
            };
            /** Version */
            version: number;
        };
        /**
         * WithdrawIn
         * @description Taking a reward off the catalogue.
         */
        WithdrawIn: {
            /**
             * Revision
             * @description The revision that was read; refused if another came since.
             */
            revision?: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
};
export type $defs = Record<string, never>;
export interface operations {
    follow_link_c__token__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As it stands in the message. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the link leads; noted as followed. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `LINK_INVALID`: A link is none of ours, or was changed on the way. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_live_health_live_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveOut"];
                };
            };
        };
    };
    read_ready_health_ready_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyOut"];
                };
            };
            /** @description A part without which nothing works is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyOut"];
                };
            };
        };
    };
    read_metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetch_picture_o__token__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As it stands in the message. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One transparent point. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
            /** @description `LINK_INVALID`: A link is none of ours, or was changed on the way. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_unsubscribe_u__token__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As it stands in the message. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `LINK_INVALID`: A link is none of ours, or was changed on the way. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_unsubscribe_u__token__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As it stands in the message. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `LINK_INVALID`: A link is none of ours, or was changed on the way. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_adjustment_v1_adjustments_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustmentIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `WALLET_UNKNOWN`: The member's program has no such wallet.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `EXPIRY_INVALID`: An expiry is an instant with its offset from UTC, after now and after the grant; a lot that waits for an event has none to move.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `POINTS_INSUFFICIENT`: The member has fewer points to spend than asked for.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_campaigns_v1_campaigns_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CampaignOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_audience_v1_campaigns__code__audience_get: {
        parameters: {
            query?: {
                /** @description The business day; left out: the newest that has an audience. */
                as_of_on?: string | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description False: those addressed; true: those set aside; left out: both. */
                is_control?: boolean | null;
                /** @description The most items to answer with. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AudienceMemberOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CAMPAIGN_UNKNOWN`: No campaign has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_policy_v1_contact_policy_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_policy_v1_contact_policy_put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CONTACT_POLICY_INVALID`: The contact policy has a missing, unknown or wrong part.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_correction_v1_corrections_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `ORDER_UNKNOWN`: The member has no posting of this order.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `ORDER_ALREADY_RETURNED`: Something of the order came back already, so what it was can no longer be corrected.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURRENCY_MISMATCH`: The program counts another currency.
             *
             *     `EVENT_ATTRIBUTES_INVALID`: The attributes of an event are a small JSON object.
             *
             *     `EVENT_TIME_IN_FUTURE`: The event lies after the business clock.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `LINES_INVALID`: Order lines have distinct ids, amounts from 0 and quantities from 1, and at most 500 of them.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `POINTS_INSUFFICIENT`: The member has fewer points to spend than asked for.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_letters_v1_dead_letters_get: {
        parameters: {
            query?: {
                /** @description Whose letters. */
                consumer?: string | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description How they stand. */
                status?: "WAITING" | "REDRIVEN" | "DISCARDED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeadLetterOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard_letter_v1_dead_letters__dead_letter_id__discard_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The dead letter's id (`dlt_…`). */
                dead_letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DEAD_LETTER_UNKNOWN`: No event that was set aside has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_resend_v1_deliveries__delivery_id__resend_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description As the listing of a member's messages shows it. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["serving__messages__router__NothingIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResentOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DELIVERY_UNKNOWN`: No delivery has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `DELIVERY_NOT_RESENDABLE`: Only a delivery that failed or is in doubt can be sent again by decision.
             *
             *     `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_v1_eligibility_overrides_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                member_id?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                subject_code?: string | null;
                subject_kind?: ("PROGRAM" | "REWARD" | "PROMOTION") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OverrideOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_one_v1_eligibility_overrides_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverrideIn"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverrideOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverrideOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ELIGIBILITY_SUBJECT_UNKNOWN`: There is no program, reward or promotion with this code.
             *
             *     `MEMBER_UNKNOWN`: No member has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ELIGIBILITY_OVERRIDE_INVALID`: An override needs a reason, and an end, where it has one, in the future.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_one_v1_eligibility_overrides__override_id__withdraw_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The override's id (`elo_…`). */
                override_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["serving__eligibility__router__NothingIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverrideOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ELIGIBILITY_OVERRIDE_UNKNOWN`: No standing override has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_program_eligibility_v1_eligibility_program_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramEligibilityOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_program_eligibility_v1_eligibility_program_put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProgramEligibilityIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramEligibilityOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ELIGIBILITY_INVALID`: The criteria of a program cannot be used; the message names the path and the reason.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events_v1_events_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description Events that happened then or later. */
                from?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The member's id (`mbr_…`) or external id. */
                member_id?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Events that happened earlier. */
                to?: string | null;
                /** @description A type, or `points.*` for all that begin so. */
                type?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EventOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tell_event_v1_events_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToldOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `EVENT_INVALID`: The event is not one that may be told: its type, its member or its data are wrong.
             *
             *     `EVENT_TYPE_RESERVED`: The type is one that only the platform itself tells.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tell_events_v1_events_batch_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToldBatchOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `BATCH_REFUSED`: Items of an atomic batch were refused, so none of it was done; `facts.items` says which and why.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_one_v1_events__event_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event's id (`evt_…`). */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `EVENT_UNKNOWN`: No event has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_earn_v1_examine_earn_post: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExamineEarnIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExaminedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `AMOUNT_INVALID`: Amounts are whole numbers within the limits.
             *
             *     `CURRENCY_MISMATCH`: The program counts another currency.
             *
             *     `EVENT_ATTRIBUTES_INVALID`: The attributes of an event are a small JSON object.
             *
             *     `EVENT_TIME_IN_FUTURE`: The event lies after the business clock.
             *
             *     `LINES_INVALID`: Order lines have distinct ids, amounts from 0 and quantities from 1, and at most 500 of them.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judge_v1_examine_journey_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JourneyQuestion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyJudgedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_journey_v1_examine_journey_replay_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `JOURNEY_DEFINITION_INVALID`: A journey cannot be used as it is written; `facts.problems` names each node with what is wrong.
             *
             *     `JOURNEY_REPLAY_TOO_LARGE`: The span holds more events than one dry replay looks at.
             *
             *     `JOURNEY_SPAN_INVALID`: The span of a trial or a replay ends before it begins, or is longer than one looks at.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_journey_out_v1_examine_journey_trial_post: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `JOURNEY_DEFINITION_INVALID`: A journey cannot be used as it is written; `facts.problems` names each node with what is wrong.
             *
             *     `JOURNEY_SPAN_INVALID`: The span of a trial or a replay ends before it begins, or is longer than one looks at.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_message_v1_examine_messages_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["serving__messages__schemas__PreviewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["serving__messages__schemas__PreviewOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CONTENT_MISSING`: A member lacks what a template speaks of; the facts name it.
             *
             *     `TEMPLATE_INVALID`: A template cannot be rendered for everybody it is meant for; the message names language, part and line.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_promotions_v1_examine_promotions_post: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ORDER_ALREADY_PROMOTED`: Promotions were applied to the member's order before, with other content, or the order was returned.
             *
             *     `ORDER_ALREADY_RETURNED`: Something of the order came back already, so what it was can no longer be corrected.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURRENCY_MISMATCH`: The program counts another currency.
             *
             *     `EVENT_TIME_IN_FUTURE`: The event lies after the business clock.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_rewards_v1_examine_rewards_post: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExamineRewardsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRewardsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_segment_v1_examine_segment_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentPreviewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPreviewOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_NOTHING_PUBLISHED`: No build of the warehouse has been published yet, so nobody can be counted.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `RULE_INVALID`: A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell.
             *
             *     `SEGMENT_CYCLE`: The rule would refer to the segment itself, by whatever way round; the facts name the way.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_clauses_v1_examine_segment_clauses_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentAskedIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentClausesOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_NOTHING_PUBLISHED`: No build of the warehouse has been published yet, so nobody can be counted.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `RULE_INVALID`: A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell.
             *
             *     `SEGMENT_CYCLE`: The rule would refer to the segment itself, by whatever way round; the facts name the way.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_overlaps_v1_examine_segment_overlaps_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentOverlapsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentOverlapsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_NOTHING_PUBLISHED`: No build of the warehouse has been published yet, so nobody can be counted.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `RULE_INVALID`: A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell.
             *
             *     `SEGMENT_CYCLE`: The rule would refer to the segment itself, by whatever way round; the facts name the way.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_sql_v1_examine_segment_sql_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentSqlIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentSqlOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_NOTHING_PUBLISHED`: No build of the warehouse has been published yet, so nobody can be counted.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `RULE_INVALID`: A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell.
             *
             *     `SEGMENT_CYCLE`: The rule would refer to the segment itself, by whatever way round; the facts name the way.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examine_words_v1_examine_segment_words_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentWordsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentWordsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `RULE_INVALID`: A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_expiry_move_v1_expiry_moves_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpiryMoveIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `LOT_UNKNOWN`: The member has no such lot with points in it.
             *
             *     `MEMBER_UNKNOWN`: No member has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `EXPIRY_INVALID`: An expiry is an instant with its offset from UTC, after now and after the grant; a lot that waits for an event has none to move.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `LOT_EXPIRED`: The lot is past its expiry, which moves no more.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_catalogue_v1_features_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogueOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_features_batch_v1_features_batch_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeaturesBatchIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeaturesBatchOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `FEATURE_UNKNOWN`: The catalogue has no such feature.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_gateway_receipts_v1_gateways__channel_code__receipts_post: {
        parameters: {
            query?: never;
            header: {
                /** @description `t=<seconds>,v1=<HMAC-SHA256 over `<seconds>.` and the body, in hex>`. */
                "Khaywe-Signature": string;
            };
            path: {
                /** @description The channel that the gateway sends for. */
                channel_code: "email" | "mail" | "phone" | "push" | "sms" | "whatsapp";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_hold_v1_holds_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `WALLET_UNKNOWN`: The member's program has no such wallet.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `BURN_OUTSIDE_LIMITS`: The program spends so many points at once only within its limits.
             *
             *     `HOLD_TIME_INVALID`: A hold lapses at an instant with its offset from UTC, after now.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `POINTS_INSUFFICIENT`: The member has fewer points to spend than asked for.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `WALLET_NOT_REDEEMABLE`: Points of a qualifying wallet only count; they are not spent, held or transferred.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_capture_v1_holds_capture_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaptureIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `HOLD_UNKNOWN`: The member has no hold with this id.
             *
             *     `MEMBER_UNKNOWN`: No member has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `HOLD_RESOLVED`: Nothing is held any more: the hold was captured, released or has lapsed.
             *
             *     `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CAPTURE_EXCEEDS_HOLD`: More is to be captured than is still held.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_release_v1_holds_release_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `HOLD_UNKNOWN`: The member has no hold with this id.
             *
             *     `MEMBER_UNKNOWN`: No member has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `HOLD_RESOLVED`: Nothing is held any more: the hold was captured, released or has lapsed.
             *
             *     `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_hold_v1_holds__hold_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The hold's id (`hld_…`). */
                hold_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `HOLD_UNKNOWN`: The member has no hold with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs_v1_jobs_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_JobOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_file_v1_jobs_post: {
        parameters: {
            query: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                file_format?: components["schemas"]["FileFormat"];
                /** @description How to call it in lists. */
                file_name?: string;
                /** @description What the rows are. The key must also hold the permission to post them one by one. */
                kind: components["schemas"]["JobKind"];
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.apache.parquet": string;
                /**
                 * @example external_id,joined_at
                 *     1042,2017-01-07T05:00:00Z
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `JOB_FILE_INVALID`: The file cannot be read as what it is said to be, or lacks a column that its kind needs.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_job_v1_jobs__job_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job's id (`job_…`). */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOB_UNKNOWN`: No job has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_job_v1_jobs__job_id__cancel_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The job's id (`job_…`). */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOB_UNKNOWN`: No job has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_errors_v1_jobs__job_id__errors_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The job's id (`job_…`). */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RowErrorOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOB_UNKNOWN`: No job has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_errors_v1_jobs__job_id__errors_csv_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job's id (`job_…`). */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOB_UNKNOWN`: No job has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_journeys_v1_journeys_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description Only those that stand there; left out: all but archived ones. */
                status?: components["schemas"]["JourneyStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_JourneyOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_journey_v1_journeys__code__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_journey_v1_journeys__code__put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JourneyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneySavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `JOURNEY_EXISTS`: The code belongs to a journey of another program.
             *
             *     `JOURNEY_STATUS_CONFLICT`: The journey does not stand where this step begins: an archived one changes no more, a draft cannot be paused.
             *
             *     `JOURNEY_VERSION_CONFLICT`: Somebody saved another version meanwhile; read it, and decide again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `JOURNEY_DEFINITION_INVALID`: A journey cannot be used as it is written; `facts.problems` names each node with what is wrong.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_v1_journeys__code__archive_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JourneyStepIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `JOURNEY_STATUS_CONFLICT`: The journey does not stand where this step begins: an archived one changes no more, a draft cannot be paused.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_counts_v1_journeys__code__counts_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyCountsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_enrollment_v1_journeys__code__enrollments__enrollment_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
                /** @description The id (`enr_…`). */
                enrollment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrollmentOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_ENROLLMENT_UNKNOWN`: No enrollment has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ID_MALFORMED`: The text is not an id of the expected kind.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_steps_v1_journeys__code__enrollments__enrollment_id__steps_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
                /** @description The id (`enr_…`). */
                enrollment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StepOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_ENROLLMENT_UNKNOWN`: No enrollment has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `ID_MALFORMED`: The text is not an id of the expected kind.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_moves_v1_journeys__code__moves_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyMovesOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_v1_journeys__code__pause_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JourneyStepIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `JOURNEY_STATUS_CONFLICT`: The journey does not stand where this step begins: an archived one changes no more, a draft cannot be paused.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_v1_journeys__code__publish_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `JOURNEY_STATUS_CONFLICT`: The journey does not stand where this step begins: an archived one changes no more, a draft cannot be paused.
             *
             *     `JOURNEY_VERSION_CONFLICT`: Somebody saved another version meanwhile; read it, and decide again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `JOURNEY_ACTION_UNAVAILABLE`: The journey asks for an action that nothing here can perform, so it is not published; the facts name the nodes.
             *
             *     `JOURNEY_DEFINITION_INVALID`: A journey cannot be used as it is written; `facts.problems` names each node with what is wrong.
             *
             *     `JOURNEY_NODES_UNMAPPED`: Members stand at nodes that the new version does not have, and the node map does not say where they go.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_v1_journeys__code__resume_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JourneyStepIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `JOURNEY_STATUS_CONFLICT`: The journey does not stand where this step begins: an archived one changes no more, a draft cannot be paused.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_versions_v1_journeys__code__versions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyVersionsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `JOURNEY_UNKNOWN`: No journey has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_me_v1_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members_v1_members_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description How the external id begins; left out: all members. */
                external_id?: string;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MemberOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrol_member_v1_members_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolIn"];
            };
        };
        responses: {
            /** @description A dry run, or a customer who is a member already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolledOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolledOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ATTRIBUTES_INVALID`: Attributes are a JSON object of at most 16 KiB.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_member_v1_members__member_id__get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_accounts_v1_members__member_id__accounts_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description EFFECTIVE: what counted at the instant, as we know it today. RECORDED: what we knew then. */
                by?: components["schemas"]["AsOf"];
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `AS_OF_IN_FUTURE`: A balance is asked for an instant after the business clock.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_consents_v1_members__member_id__consents_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_consents_v1_members__member_id__consents_put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_contact_v1_members__member_id__contact_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_contact_v1_members__member_id__contact_put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CONTACT_INVALID`: An address, a language or a time zone cannot be used; the message says which, and what is expected.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_eligibility_v1_members__member_id__eligibility_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EligibilityOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_entries_v1_members__member_id__entries_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description EFFECTIVE: what counted at the instant, as we know it today. RECORDED: what we knew then. */
                by?: components["schemas"]["AsOf"];
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description Only what happened before this instant, in the sense of `by`. */
                ends_at?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Only what happened from this instant on, in the sense of `by`. */
                starts_at?: string | null;
                /** @description Only this wallet; left out: all of them. */
                wallet_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EntryOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `AS_OF_IN_FUTURE`: A balance is asked for an instant after the business clock.
             *
             *     `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_features_v1_members__member_id__features_get: {
        parameters: {
            query?: {
                /** @description Only these features, separated by commas; left out: all. */
                names?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberFeaturesOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `FEATURE_UNKNOWN`: The catalogue has no such feature.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_holds_v1_members__member_id__holds_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Only those that stand there now. */
                status?: components["schemas"]["HoldStatus"] | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_HoldOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_of_member_v1_members__member_id__journeys_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EnrollmentOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_lots_v1_members__member_id__lots_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LotsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_lot_statements_v1_members__member_id__lots_history_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description EFFECTIVE: what counted at the instant, as we know it today. RECORDED: what we knew then. */
                by?: components["schemas"]["AsOf"];
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Only this wallet; left out: all of them. */
                wallet_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LotStatementOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `AS_OF_IN_FUTURE`: A balance is asked for an instant after the business clock.
             *
             *     `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_messages_v1_members__member_id__messages_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["serving__http__paging__Page_DeliveryOut___1"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_next_basket_v1_members__member_id__next_basket_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextBasketOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_offers_v1_members__member_id__offers_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OffersOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_profile_v1_members__member_id__profile_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_member_rewards_v1_members__member_id__rewards_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Paid from this wallet; left out: the first in which a price applies. */
                wallet_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRewardsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_member_scores_v1_members__member_id__scores_get: {
        parameters: {
            query?: {
                /** @description Score anew from the member's features, whatever is published. */
                anew?: boolean;
                /** @description Refuse what knows nothing of the last so many seconds; left out: whatever is newest. */
                not_older_than?: number | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoresOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCORES_TOO_OLD`: Somebody asked for scores not older than some time, and there are none; after the next load there may be. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_memberships_v1_members__member_id__segments_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembershipsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reevaluate_v1_members__member_id__segments_reevaluate_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReevaluateIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReevaluatedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_NOTHING_PUBLISHED`: No build of the warehouse has been published yet, so nobody can be counted.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_statements_v1_members__member_id__statements_get: {
        parameters: {
            query: {
                /** @description EFFECTIVE: what counted at the instant, as we know it today. RECORDED: what we knew then. */
                by?: components["schemas"]["AsOf"];
                /** @description The instant before which the period ends. */
                ends_at: string;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description The first instant of the period. */
                starts_at: string;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `AS_OF_IN_FUTURE`: A balance is asked for an instant after the business clock.
             *
             *     `PERIOD_INVALID`: A statement is asked for a period that does not end after it begins.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_tier_v1_members__member_id__tier_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TierStandingOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_tier_history_v1_members__member_id__tier_history_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TierHistoryOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `AS_OF_IN_FUTURE`: A balance is asked for an instant after the business clock.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_member_vouchers_v1_members__member_id__vouchers_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberVouchersOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_receipts_v1_message_receipts_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_templates_v1_message_templates_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TemplateOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_template_v1_message_templates__code__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `TEMPLATE_UNKNOWN`: No template has this code, or none this version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_template_v1_message_templates__code__put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `TEMPLATE_INVALID`: A template cannot be rendered for everybody it is meant for; the message names language, part and line.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_offers_batch_v1_offers_batch_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OffersBatchIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OffersBatchOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_offer_v1_offers__offer_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The offer's id (`ofr_…`), as `GET /v1/members/{id}/offers` gave it. */
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferDecisionOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `OFFER_UNKNOWN`: No offer with this id was made, or it was never shown and is forgotten by now. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    record_outcome_v1_offers__offer_id__outcome_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The offer's id (`ofr_…`), as `GET /v1/members/{id}/offers` gave it. */
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutcomeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutcomeOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `OFFER_UNKNOWN`: No offer with this id was made, or it was never shown and is forgotten by now. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `OFFER_ANSWERED`: The member gave another answer to this offer already.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `OFFER_LAPSED`: The offer no longer holds on the day of the answer.
             *
             *     `OFFER_OUT_OF_STOCK`: Others took all there was.
             *
             *     `OUTCOME_IN_FUTURE`: The outcome is said to happen later than now.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_contract_v1_openapi_json_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_opening_balance_v1_opening_balances_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpeningBalanceIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `WALLET_UNKNOWN`: The member's program has no such wallet.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `EVENT_TIME_IN_FUTURE`: The event lies after the business clock.
             *
             *     `EXPIRY_INVALID`: An expiry is an instant with its offset from UTC, after now and after the grant; a lot that waits for an event has none to move.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_activation_v1_pending_activate_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivationIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `LOT_UNKNOWN`: The member has no such lot with points in it.
             *
             *     `MEMBER_UNKNOWN`: No member has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `LOT_NOT_PENDING`: The lot does not wait for anything.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_cancellation_v1_pending_cancel_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancellationIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `LOT_UNKNOWN`: The member has no such lot with points in it.
             *
             *     `MEMBER_UNKNOWN`: No member has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `LOT_NOT_PENDING`: The lot does not wait for anything.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_program_v1_program_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_programs_v1_programs_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_program_v1_programs_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProgramIn"];
            };
        };
        responses: {
            /** @description A dry run, or a definition that is in force already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionSavedOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `PROGRAM_REVISION_SCHEDULED`: Another revision is scheduled for then or later, and nobody said that it is to be replaced.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `PROGRAM_ARCHIVED`: An archived program is final.
             *
             *     `PROGRAM_DEFINITION_INVALID`: A program file cannot be used; the message names the path and the reason.
             *
             *     `PROGRAM_REVISION_IN_PAST`: A revision was to begin before now; the past is rated already.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_one_v1_programs__code__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The program's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramSummaryOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_difference_v1_programs__code__difference_get: {
        parameters: {
            query: {
                from_revision: number;
                to_revision: number;
            };
            header?: never;
            path: {
                /** @description The program's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `PROGRAM_REVISION_UNKNOWN`: The program has no such revision.
             *
             *     `PROGRAM_UNKNOWN`: No program has this code.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_revision_v1_programs__code__preview_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The program's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["serving__programs__definition_schemas__PreviewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["serving__programs__definition_schemas__PreviewOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `PROGRAM_DEFINITION_INVALID`: A program file cannot be used; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_revisions_v1_programs__code__revisions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The program's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_revision_v1_programs__code__revisions_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The program's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description A dry run, or a definition that is in force already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionSavedOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `PROGRAM_REVISION_SCHEDULED`: Another revision is scheduled for then or later, and nobody said that it is to be replaced.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `PROGRAM_ARCHIVED`: An archived program is final.
             *
             *     `PROGRAM_DEFINITION_INVALID`: A program file cannot be used; the message names the path and the reason.
             *
             *     `PROGRAM_REVISION_IN_PAST`: A revision was to begin before now; the past is rated already.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    move_program_v1_programs__code__status_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The program's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROGRAM_UNKNOWN`: No program has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `PROGRAM_MOVE_REFUSED`: The lifecycle has no such step.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_v1_promotion_uses_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyIn"];
            };
        };
        responses: {
            /** @description A dry run, or an order to which promotions were applied before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `ORDER_ALREADY_PROMOTED`: Promotions were applied to the member's order before, with other content, or the order was returned.
             *
             *     `ORDER_ALREADY_RETURNED`: Something of the order came back already, so what it was can no longer be corrected.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURRENCY_MISMATCH`: The program counts another currency.
             *
             *     `EVENT_TIME_IN_FUTURE`: The event lies after the business clock.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_back_v1_promotion_uses_return_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["serving__promotions__schemas__ReturnIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `PROMOTION_USE_UNKNOWN`: No promotion was applied to this order of the member.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_v1_promotions_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Only those that stand there. */
                status?: components["schemas"]["PromotionStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_v1_promotions_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromotionIn"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionSavedOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROMOTION_UNKNOWN`: The program has no promotion with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `PROMOTION_EXISTS`: The program has a promotion with this code already.
             *
             *     `PROMOTION_REVISION_CONFLICT`: Somebody changed the promotion meanwhile; read it again before changing it.
             *
             *     `PROMOTION_STATUS_CONFLICT`: The promotion cannot go from where it stands to where it was sent, or be changed there.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `PROMOTION_DEFINITION_INVALID`: A promotion cannot be used as it is defined; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_v1_promotions__code__get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The promotion's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionFiguresOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROMOTION_UNKNOWN`: The program has no promotion with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_v1_promotions__code__put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The promotion's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromotionChangeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROMOTION_UNKNOWN`: The program has no promotion with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `PROMOTION_EXISTS`: The program has a promotion with this code already.
             *
             *     `PROMOTION_REVISION_CONFLICT`: Somebody changed the promotion meanwhile; read it again before changing it.
             *
             *     `PROMOTION_STATUS_CONFLICT`: The promotion cannot go from where it stands to where it was sent, or be changed there.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `PROMOTION_DEFINITION_INVALID`: A promotion cannot be used as it is defined; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_revisions_v1_promotions__code__revisions_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The promotion's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionRevisionsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROMOTION_UNKNOWN`: The program has no promotion with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    move_v1_promotions__code__status_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The promotion's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromotionStatusIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PROMOTION_UNKNOWN`: The program has no promotion with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `PROMOTION_EXISTS`: The program has a promotion with this code already.
             *
             *     `PROMOTION_REVISION_CONFLICT`: Somebody changed the promotion meanwhile; read it again before changing it.
             *
             *     `PROMOTION_STATUS_CONFLICT`: The promotion cannot go from where it stands to where it was sent, or be changed there.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `PROMOTION_DEFINITION_INVALID`: A promotion cannot be used as it is defined; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_redemption_v1_redemptions_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was redeemed before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeemedOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeemedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `REWARD_UNKNOWN`: The member's program has no reward with this code.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CONDITION_NOT_MET`: Its condition does not hold for the member; the facts name the first clause that fails.
             *
             *     `ELIGIBILITY_DENIED`: An override keeps this member out.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `MEMBER_LIMIT_REACHED`: The member has redeemed it as often as one member may.
             *
             *     `NOT_YET_OPEN`: It begins later.
             *
             *     `NO_LONGER_OPEN`: It has ended.
             *
             *     `PERIOD_LIMIT_REACHED`: The member has redeemed it as often as one member may within the period.
             *
             *     `POINTS_INSUFFICIENT`: The member has fewer points to spend than asked for.
             *
             *     `PRICE_NOT_OFFERED`: The reward has no price for this member in this wallet.
             *
             *     `REWARD_WITHDRAWN`: The reward is in the catalogue and not offered at present.
             *
             *     `SEGMENT_EXCLUDED`: The member is in a segment that it is not for.
             *
             *     `SEGMENT_MISSING`: The member is in none of the segments that it is for.
             *
             *     `STOCK_EXHAUSTED`: Every unit of the reward has been redeemed.
             *
             *     `TIER_TOO_LOW`: It asks for a higher tier.
             *
             *     `VOUCHER_POOL_EMPTY`: Every voucher of the pool is given away.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_redemption_v1_redemptions__redemption_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The redemption's id (`rdm_…`). */
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedemptionOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REDEMPTION_UNKNOWN`: No redemption has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fulfil_redemption_v1_redemptions__redemption_id__fulfil_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The redemption's id (`rdm_…`). */
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REDEMPTION_UNKNOWN`: No redemption has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REDEMPTION_STATUS_CONFLICT`: The redemption cannot go from where it stands to where it was sent.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REDEMPTION_VOUCHER_USED`: The voucher that fulfilled the redemption was used; it cannot be given back.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    process_redemption_v1_redemptions__redemption_id__process_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The redemption's id (`rdm_…`). */
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REDEMPTION_UNKNOWN`: No redemption has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REDEMPTION_STATUS_CONFLICT`: The redemption cannot go from where it stands to where it was sent.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REDEMPTION_VOUCHER_USED`: The voucher that fulfilled the redemption was used; it cannot be given back.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refund_redemption_v1_redemptions__redemption_id__refund_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The redemption's id (`rdm_…`). */
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REDEMPTION_UNKNOWN`: No redemption has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REDEMPTION_STATUS_CONFLICT`: The redemption cannot go from where it stands to where it was sent.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REDEMPTION_VOUCHER_USED`: The voucher that fulfilled the redemption was used; it cannot be given back.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_redemption_v1_redemptions__redemption_id__reject_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The redemption's id (`rdm_…`). */
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REDEMPTION_UNKNOWN`: No redemption has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REDEMPTION_STATUS_CONFLICT`: The redemption cannot go from where it stands to where it was sent.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REDEMPTION_VOUCHER_USED`: The voucher that fulfilled the redemption was used; it cannot be given back.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_returned_mail_v1_returned_mails_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "message/rfc822": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_return_v1_returns_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["serving__transactions__acts__ReturnIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `ORDER_LINE_UNKNOWN`: The order has no such line.
             *
             *     `ORDER_UNKNOWN`: The member has no posting of this order.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `LINES_INVALID`: Order lines have distinct ids, amounts from 0 and quantities from 1, and at most 500 of them.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `RETURN_EXCEEDS_ORDER`: More is to be returned than is left of the order or of the line.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_reversal_v1_reversals_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReversalIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `POSTING_UNKNOWN`: The member has no posting with this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `POSTING_NOT_REVERSIBLE`: Postings of this kind are not reversed; the message names the act that answers them.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `REVERSAL_POINTS_GONE`: The points that the reversal would take back are spent, held, transferred or expired by now.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rewards_v1_rewards_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Also those that are not on offer. */
                with_withdrawn?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_v1_rewards_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewardIn"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedRewardOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedRewardOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REWARD_UNKNOWN`: The member's program has no reward with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REWARD_EXISTS`: The program has a reward with this code already.
             *
             *     `REWARD_REVISION_CONFLICT`: Somebody changed the reward meanwhile; read it again before changing it.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REWARD_DEFINITION_INVALID`: A reward file cannot be used; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_v1_rewards__code__get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The reward's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedRewardOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REWARD_UNKNOWN`: The member's program has no reward with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_v1_rewards__code__put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The reward's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewardChangeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedRewardOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REWARD_UNKNOWN`: The member's program has no reward with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REWARD_EXISTS`: The program has a reward with this code already.
             *
             *     `REWARD_REVISION_CONFLICT`: Somebody changed the reward meanwhile; read it again before changing it.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REWARD_DEFINITION_INVALID`: A reward file cannot be used; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_revisions_v1_rewards__code__revisions_get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The reward's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardRevisionsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REWARD_UNKNOWN`: The member's program has no reward with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_v1_rewards__code__withdraw_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The reward's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedRewardOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REWARD_UNKNOWN`: The member's program has no reward with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REWARD_EXISTS`: The program has a reward with this code already.
             *
             *     `REWARD_REVISION_CONFLICT`: Somebody changed the reward meanwhile; read it again before changing it.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REWARD_DEFINITION_INVALID`: A reward file cannot be used; the message names the path and the reason.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_snapshot_v1_segment_snapshots__snapshot_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The snapshot's id (`sns_…`). */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_SNAPSHOT_UNKNOWN`: No pinned snapshot has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_pinned_v1_segment_snapshots__snapshot_id__export_get: {
        parameters: {
            query?: {
                /** @description CSV in UTF-8 with a header line, or Parquet. */
                file_format?: "CSV" | "PARQUET";
            };
            header?: never;
            path: {
                /** @description The snapshot's id (`sns_…`). */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": string;
                    "text/csv": string;
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_SNAPSHOT_UNKNOWN`: No pinned snapshot has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reproduce_v1_segment_snapshots__snapshot_id__reproduction_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The snapshot's id (`sns_…`). */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReproductionOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_SNAPSHOT_UNKNOWN`: No pinned snapshot has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `WAREHOUSE_UNAVAILABLE`: The warehouse does not answer, or another process keeps its file.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_vocabulary_v1_segment_vocabulary_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentVocabularyOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_distribution_v1_segment_vocabulary__feature__distribution_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A feature of the vocabulary. */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistributionOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_NOTHING_PUBLISHED`: No build of the warehouse has been published yet, so nobody can be counted.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `FEATURE_UNKNOWN`: The catalogue has no such feature.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_segments_v1_segments_get: {
        parameters: {
            query?: {
                /** @description Only those that stand there; left out: all but archived ones. */
                status?: components["schemas"]["SegmentStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SegmentOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_segment_v1_segments__code__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_segment_v1_segments__code__put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             *
             *     `SEGMENT_VERSION_CONFLICT`: Somebody saved another version meanwhile; read it, and decide again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `RULE_INVALID`: A rule that cannot be saved. `path` is a JSON Pointer into the rule; `suggestion` says what to write instead, where we can tell.
             *
             *     `SEGMENT_CYCLE`: The rule would refer to the segment itself, by whatever way round; the facts name the way.
             *
             *     `SEGMENT_DEFINITION_INVALID`: A segment's definition has a missing, unknown or wrong part; for a file, the message names it.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activate_v1_segments__code__activate_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentStepIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_PROFILE_MISSING`: The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             *
             *     `SEGMENT_VERSION_CONFLICT`: Somebody saved another version meanwhile; read it, and decide again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_v1_segments__code__archive_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentStepIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_IN_USE`: Other segments or campaigns refer to it; the facts name them.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_history_v1_segments__code__history_get: {
        parameters: {
            query?: {
                /** @description How many business days back, counted from today by the business clock. */
                days?: number;
            };
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentHistoryOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members_v1_segments__code__members_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SegmentMemberOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_members_v1_segments__code__members_put: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Leave out rows that name nobody we know, instead of refusing the file. */
                skip_unknown?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReplacedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `SEGMENT_UNKNOWN`: No segment has this code.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `LIST_FILE_INVALID`: The file of members cannot be read, lacks its column, or names nobody.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_members_v1_segments__code__members_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListChangeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListChangedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `SEGMENT_UNKNOWN`: No segment has this code.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_members_v1_segments__code__members_restore_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListRestoreIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReplacedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_KIND_CONFLICT`: A segment is a rule or a list all its life, and this asks for the other.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_v1_segments__code__members_export_get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description CSV in UTF-8 with a header line, or Parquet. */
                file_format?: "CSV" | "PARQUET";
            };
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": string;
                    "text/csv": string;
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_moves_v1_segments__code__moves_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentMovesOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_v1_segments__code__pause_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentStepIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentMovedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `SEGMENT_STATUS_CONFLICT`: The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_snapshots_v1_segments__code__snapshots_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pin_v1_segments__code__snapshots_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnapshotIn"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_versions_v1_segments__code__versions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentVersionsOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEGMENT_UNKNOWN`: No segment has this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_why_v1_segments__code__why__member_id__get: {
        parameters: {
            query?: {
                /** @description The instant of the answer; left out: now, by the business clock. */
                as_of?: string | null;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description Lower-case words joined by '-'. */
                code: string;
                /** @description The member's id (`mbr_…`) or external id. */
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `SEGMENT_UNKNOWN`: No segment has this code.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SEGMENT_DATA_MISSING`: What was published, or the day that is asked for, cannot be read just now.
             *
             *     `WAREHOUSE_UNAVAILABLE`: The warehouse does not answer, or another process keeps its file.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_transaction_v1_transactions_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EarnIn"] | components["schemas"]["BurnIn"];
            };
        };
        responses: {
            /** @description A dry run, or an order that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `WALLET_UNKNOWN`: The member's program has no such wallet.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `ORDER_ALREADY_PROMOTED`: Promotions were applied to the member's order before, with other content, or the order was returned.
             *
             *     `ORDER_ALREADY_RETURNED`: Something of the order came back already, so what it was can no longer be corrected.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `BURN_OUTSIDE_LIMITS`: The program spends so many points at once only within its limits.
             *
             *     `CURRENCY_MISMATCH`: The program counts another currency.
             *
             *     `EVENT_ATTRIBUTES_INVALID`: The attributes of an event are a small JSON object.
             *
             *     `EVENT_TIME_IN_FUTURE`: The event lies after the business clock.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `LINES_INVALID`: Order lines have distinct ids, amounts from 0 and quantities from 1, and at most 500 of them.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `POINTS_INSUFFICIENT`: The member has fewer points to spend than asked for.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `PROMOTIONS_NOT_APPLIED`: A promotion or voucher that the purchase must have does not apply, so nothing was posted; `facts` say which and why.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `WALLET_NOT_REDEEMABLE`: Points of a qualifying wallet only count; they are not spent, held or transferred.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_ATTEMPTS_EXCEEDED`: Too many codes that could not be used were sent lately; wait before the next. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_batch_v1_transactions_batch_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `ORDER_ALREADY_PROMOTED`: Promotions were applied to the member's order before, with other content, or the order was returned.
             *
             *     `ORDER_ALREADY_RETURNED`: Something of the order came back already, so what it was can no longer be corrected.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `BATCH_REFUSED`: Items of an atomic batch were refused, so none of it was done; `facts.items` says which and why.
             *
             *     `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `PROMOTIONS_NOT_APPLIED`: A promotion or voucher that the purchase must have does not apply, so nothing was posted; `facts` say which and why.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_ATTEMPTS_EXCEEDED`: Too many codes that could not be used were sent lately; wait before the next. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_transfer_v1_transfers_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferIn"];
            };
        };
        responses: {
            /** @description A dry run, or a reference that was posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `RECEIVER_UNKNOWN`: There is no member to receive the points.
             *
             *     `WALLET_UNKNOWN`: The member's program has no such wallet.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `REFERENCE_ALREADY_POSTED`: The account already has a posting with this reference and other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `POINTS_INSUFFICIENT`: The member has fewer points to spend than asked for.
             *
             *     `PROGRAM_NOT_ACTIVE`: The program takes no such event: it is a draft, paused or archived.
             *
             *     `RECEIVER_INACTIVE`: The member who would receive the points may not.
             *
             *     `TRANSFER_NOT_ALLOWED`: Members of this program do not give points to each other, or not in this way.
             *
             *     `TRANSFER_OUTSIDE_LIMITS`: The program transfers so many points only within its limits, at once and in a day.
             *
             *     `WALLET_NOT_REDEEMABLE`: Points of a qualifying wallet only count; they are not spent, held or transferred.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `SERVICE_BUSY`: More requests wait than the service is willing to queue; nothing was done.
             *
             *     `DATABASE_UNAVAILABLE`: PostgreSQL does not answer.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_voucher_pools_v1_voucher_pools_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PoolOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_voucher_pool_v1_voucher_pools_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoolIn"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolSavedOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolSavedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `VOUCHER_POOL_EXISTS`: The program has a voucher pool with this code already, with other content.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `VOUCHER_POOL_INVALID`: A voucher pool, or what it is asked for, is out of its bounds; the message names the field.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_voucher_pool_v1_voucher_pools__code__get: {
        parameters: {
            query?: {
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header?: never;
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign_v1_voucher_pools__code__assign_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `MEMBER_UNKNOWN`: No member has this id.
             *
             *     `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `VOUCHER_POOL_EMPTY`: Every voucher of the pool is given away.
             *
             *     `VOUCHER_POOL_INVALID`: A voucher pool, or what it is asked for, is out of its bounds; the message names the field.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_pool_codes_v1_voucher_pools__code__codes_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Only those that stand there. */
                status?: components["schemas"]["VoucherStatus"] | null;
            };
            header?: never;
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VoucherCodeOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    generate_v1_voucher_pools__code__generate_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GenerateIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `VOUCHER_POOL_INVALID`: A voucher pool, or what it is asked for, is out of its bounds; the message names the field.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_codes_v1_voucher_pools__code__import_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `VOUCHER_POOL_INVALID`: A voucher pool, or what it is asked for, is out of its bounds; the message names the field.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_pool_vouchers_v1_voucher_pools__code__vouchers_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
                /** @description Only those that stand there. */
                status?: components["schemas"]["VoucherStatus"] | null;
            };
            header?: never;
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VoucherOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_v1_voucher_pools__code__withdraw_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The pool's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmptyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_POOL_UNKNOWN`: The program has no voucher pool with this code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `VOUCHER_POOL_INVALID`: A voucher pool, or what it is asked for, is out of its bounds; the message names the field.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    use_voucher_v1_vouchers_use_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
                /** @description The program whose external ids are meant; left out: the first one. An id (`mbr_…`) needs none. */
                program_code?: string | null;
            };
            header: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsedOut"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_MALFORMED`: The Idempotency-Key header is not 1 to 255 visible ASCII characters.
             *
             *     `IDEMPOTENCY_KEY_MISSING`: A route that moves points was called without the Idempotency-Key header.
             *
             *     `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `MEMBER_UNKNOWN`: No member has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `VOUCHER_REFERENCE_TAKEN`: The member's reference was used for another voucher.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `MEMBER_INACTIVE`: The member exists and may not earn, burn or redeem.
             *
             *     `VOUCHER_EXPIRED`: The member's voucher is past its expiry.
             *
             *     `VOUCHER_NOT_REDEEMABLE`: The code cannot be used by this member. Whether it exists is not said.
             *
             *     `VOUCHER_USED_UP`: The member's voucher was used as often as it may be.
             *
             *     `VOUCHER_WITHDRAWN`: The member's voucher was withdrawn.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `VOUCHER_ATTEMPTS_EXCEEDED`: Too many codes that could not be used were sent lately; wait before the next. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_warehouse_v1_warehouse_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarehouseOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhooks_v1_webhooks_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WebhookOut_"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_webhook_v1_webhooks_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `WEBHOOK_ADDRESS_REFUSED`: The address is not one that the platform may call.
             *
             *     `WEBHOOK_TYPES_INVALID`: A type that is asked for is neither one, nor a pattern, nor `*`.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_webhook_v1_webhooks__webhook_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `WEBHOOK_UNKNOWN`: No endpoint has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_webhook_v1_webhooks__webhook_id__patch: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChangeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `WEBHOOK_UNKNOWN`: No endpoint has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `WEBHOOK_ARCHIVED`: The endpoint is archived and stays so.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `WEBHOOK_ADDRESS_REFUSED`: The address is not one that the platform may call.
             *
             *     `WEBHOOK_TYPES_INVALID`: A type that is asked for is neither one, nor a pattern, nor `*`.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_webhook_v1_webhooks__webhook_id__test_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["serving__webhooks__schemas__DeliveryOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `WEBHOOK_UNKNOWN`: No endpoint has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `WEBHOOK_ARCHIVED`: The endpoint is archived and stays so.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deliveries_v1_webhooks__webhook_id__deliveries_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description The most items to answer with. */
                limit?: number;
                /** @description How they stand; left out: all. */
                status?: ("PENDING" | "DELIVERED" | "FAILED") | null;
            };
            header?: never;
            path: {
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["serving__http__paging__Page_DeliveryOut___2"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `WEBHOOK_UNKNOWN`: No endpoint has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `CURSOR_MALFORMED`: The cursor is not one that a previous page gave out.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_one_delivery_v1_webhooks__webhook_id__deliveries__delivery_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id (`whd_…`). */
                delivery_id: string;
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `WEBHOOK_DELIVERY_UNKNOWN`: No delivery of the endpoint has this id.
             *
             *     `WEBHOOK_UNKNOWN`: No endpoint has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resend_v1_webhooks__webhook_id__deliveries__delivery_id__resend_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The delivery's id (`whd_…`). */
                delivery_id: string;
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["serving__webhooks__schemas__DeliveryOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `WEBHOOK_DELIVERY_UNKNOWN`: No delivery of the endpoint has this id.
             *
             *     `WEBHOOK_UNKNOWN`: No endpoint has this id.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `WEBHOOK_ARCHIVED`: The endpoint is archived and stays so.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_secret_v1_webhooks__webhook_id__secret_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretOut"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `WEBHOOK_UNKNOWN`: No endpoint has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `VOUCHER_KEY_WRONG`: The key that seals voucher codes is malformed, or is not the one that sealed these.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_v1_webhooks__webhook_id__secret_rotate_post: {
        parameters: {
            query?: {
                /** @description Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`. */
                dry_run?: boolean;
            };
            header?: {
                /** @description New for every purchase, the same for its retries. The same key with the same request gives the stored answer again, with `Idempotency-Hit: true`; with another request it is refused. Kept for at least 24 hours. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The webhook's id (`whk_…`). */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
            /** @description `REQUEST_MALFORMED`: What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `API_KEY_UNKNOWN`: The key is missing, malformed, unknown or revoked; which of them is not told. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PERMISSION_MISSING`: The key is good and does not hold the permission that is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `WEBHOOK_UNKNOWN`: No endpoint has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_IN_FLIGHT`: Another request with this key is being worked on.
             *
             *     `WEBHOOK_ARCHIVED`: The endpoint is archived and stays so.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `IDEMPOTENCY_KEY_REUSED`: The key came before with another request.
             *
             *     `REQUEST_INVALID`: A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DATABASE_UNAVAILABLE`: PostgreSQL does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
