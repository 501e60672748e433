-- One row per fiscal record, with what became of it.
create macro fiscal_records(as_of, date_from := null, date_to := null) as table
with answered as (
    select
        submissions.chain, answers.position,
        arg_max(answers.state, submissions.submission_id) as answer,
        arg_max(answers.code, submissions.submission_id) as code,
        arg_max(answers.text, submissions.submission_id) as text,
        arg_max(answers.duplicate_state, submissions.submission_id) as duplicate_state,
        arg_max(submissions.csv, submissions.submission_id) as csv
    from fiscal_answers as answers
    join fiscal_submissions as submissions on submissions.submission_id = answers.submission_id
    group by submissions.chain, answers.position
),

-- Sent, and no answer came: the tax office may have it or not.
silent as (
    select distinct records.chain, records.position
    from fiscal_records as records
    join fiscal_submissions as submissions
        on submissions.chain = records.chain and records.position between submissions."from" and submissions."to"
    where coalesce(submissions.status, '') = 'unknown'
)

select
    records.chain,
    records.position,
    records.kind,
    records.invoice_number,
    records.issue_date,
    records.invoice_type,
    records.tax_amount,
    records.total_amount,
    records.generated_at,
    records.hash,
    records.qr_url,
    case
        when answered.answer = 'Correcto' then 'accepted'
        when answered.answer = 'AceptadoConErrores' and answered.code = '2004' then 'accepted'
        when answered.answer = 'AceptadoConErrores' then 'to_correct'
        when answered.code = '3000' and silent.position is not null
            and answered.duplicate_state in ('Correcta', 'AceptadaConErrores', 'Anulada')
            then case when answered.duplicate_state = 'AceptadaConErrores' then 'to_correct' else 'accepted' end
        when answered.code = '3000' then 'conflict'
        when answered.answer = 'Incorrecto' then 'rejected'
        when silent.position is not null then 'unknown'
        else 'pending'
    end as state,
    answered.csv,
    answered.code,
    answered.text
from fiscal_records as records
left join answered on answered.chain = records.chain and answered.position = records.position
left join silent on silent.chain = records.chain and silent.position = records.position
where records.issue_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of);
