-- One row per staged write-off, of the kind that its reason names where it says none; else it is a bad debt.
select
    staged.* replace (
        case
            when staged.kind is not null then staged.kind
            when regexp_full_match(
                lower(trim(staged.reason)),
                '(cash |early.payment |prompt.payment |settlement )?discount( taken)?|sk(onto|onti)|e?scompte|sconto( cassa)?|'
                || 'desconto( financeiro)?|descuento( (por|de) pronto pago)?|dto[.]? ?(por )?(pp|p[.]p[.]|pronto pago)'
            ) then 'discount'
            when regexp_full_match(lower(trim(staged.reason)), 'round(ing)?( off| difference)?|redondeo|rundung(sdifferenz)?|arrondi|arrotondamento')
                then 'rounding'
            when regexp_full_match(
                lower(trim(staged.reason)),
                '(tax )?with(held|holding)( tax)?|tds|retenci[oó]n( (de )?(irpf|isr|iva|en la fuente))?|irpf|ritenuta( d.acconto)?|retenue( [aà] la source)?'
            ) then 'withholding'
            else 'bad_debt'
        end as kind
    )
from staged
