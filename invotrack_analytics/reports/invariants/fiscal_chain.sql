-- Every fiscal record is as it was made: its text, its hash, the hash of the record before, and its place in the chain.
with placed as (
    select
        records.*,
        lag(records.hash) over chain as hash_before,
        row_number() over chain as place
    from fiscal_records as records
    window chain as (partition by records.chain order by records.position)
),

compared as (
    select chain, position, invoice_number, 'place' as what, place::varchar as expected, position::varchar as found
    from placed
    union all
    select chain, position, invoice_number, 'hash before', coalesce(hash_before, ''), coalesce(previous_hash, '')
    from placed
    union all
    select chain, position, invoice_number, 'record', xml_sha256, sha256(xml)
    from placed
    where xml_sha256 is not null
    union all
    select chain, position, invoice_number, 'hash', hash, regexp_extract(xml, '.*<sf:Huella>([^<]*)</sf:Huella>', 1)
    from placed
    union all
    select
        chain, position, invoice_number, 'hash of the record', hash,
        upper(sha256(replace(concat(
            'IDEmisorFactura', if(kind = 'alta', '', 'Anulada'), '=',
            trim(regexp_extract(xml, '<sf:IDEmisorFactura(?:Anulada)?>([^<]*)<', 1)),
            '&NumSerieFactura', if(kind = 'alta', '', 'Anulada'), '=',
            trim(regexp_extract(xml, '<sf:NumSerieFactura(?:Anulada)?>([^<]*)<', 1)),
            '&FechaExpedicionFactura', if(kind = 'alta', '', 'Anulada'), '=',
            trim(regexp_extract(xml, '<sf:FechaExpedicionFactura(?:Anulada)?>([^<]*)<', 1)),
            if(
                kind = 'alta',
                concat(
                    '&TipoFactura=', trim(regexp_extract(xml, '<sf:TipoFactura>([^<]*)<', 1)),
                    '&CuotaTotal=', trim(regexp_extract(xml, '<sf:CuotaTotal>([^<]*)<', 1)),
                    '&ImporteTotal=', trim(regexp_extract(xml, '<sf:ImporteTotal>([^<]*)<', 1))
                ),
                ''
            ),
            '&Huella=', trim(regexp_extract(xml, '<sf:RegistroAnterior>.*<sf:Huella>([^<]*)</sf:Huella></sf:RegistroAnterior>', 1)),
            '&FechaHoraHusoGenRegistro=', trim(regexp_extract(xml, '<sf:FechaHoraHusoGenRegistro>([^<]*)<', 1))
        ), '&amp;', '&')))
    from placed
)

select chain, position, invoice_number, what, expected, found
from compared
where expected is distinct from found
order by chain, position, what
