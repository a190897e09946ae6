/// Sonde's own words, for those who give no template.
enum OwnTemplates {
    static let title = "{{headline}}"

    static let text = """
        {{#is_test}}
        This is a test of Sonde's alerts, and nothing is wrong. Real alerts come the same way.
        {{/is_test}}
        {{^is_test}}
        {{#is_many}}
        {{headline}}

        {{/is_many}}
        {{#over_since}}
        It has been over since {{over_since}}.

        {{/over_since}}
        {{#first_incidents}}
        {{summary}}{{#group}} (group {{group}}){{/group}}. Severity: {{severity}}.
        {{#url}}
        {{url}}
        {{/url}}
        {{#reasons}}
        - {{.}}
        {{/reasons}}
        {{#is_open}}
        Since {{opened_at}}, {{duration}} by now.
        {{#is_flapping}}
        It comes and goes: it is over only after a longer quiet.
        {{/is_flapping}}
        {{/is_open}}
        {{^is_open}}
        From {{opened_at}} to {{closed_at}}: {{duration}}.
        {{/is_open}}
        {{#acknowledged_by}}
        Acknowledged by {{acknowledged_by}} at {{acknowledged_at}}.
        {{/acknowledged_by}}
        {{#outcome}}
        Last probe, {{probed_at}}: {{outcome}}
        {{#phases}}
        {{phases}}
        {{/phases}}
        {{/outcome}}
        {{#names}}
        {{#is_open}}Failing{{/is_open}}{{^is_open}}Endpoints{{/is_open}} ({{names_count}}): {{names}}
        {{/names}}
        {{#recovered}}
        Up again ({{recovered_count}}): {{recovered}}
        {{/recovered}}
        {{#is_many}}
        {{#incident_link}}
        {{incident_link}}
        {{/incident_link}}
        {{/is_many}}

        {{/first_incidents}}
        {{#other_names}}
        Also: {{other_names}}

        {{/other_names}}
        {{^is_many}}
        {{^members_count}}
        {{#health}}
        Last ten minutes: {{text}}.
        {{/health}}
        {{/members_count}}
        {{/is_many}}
        {{/is_test}}

        {{#description}}
        {{description}}

        {{/description}}
        {{#link}}
        {{link}}
        {{/link}}
        """
}
