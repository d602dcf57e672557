import JSONText
import SimulatedCompanies

extension ZohoState {
  /// GET `/settings/…`.
  func metadata(_ call: Call) -> ImitatedAnswer {
    switch call.path[1] {
    case "modules": return ImitatedAnswer(200, ["modules": .array(ZohoModule.all.map(Self.module))])
    case "fields", "layouts":
      guard let name = call.request.parameter("module") else {
        return failure(
          400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", ["param_name": "module"])
      }
      guard let module = ZohoModule.all.first(where: { $0.name == name }) else {
        return failure(400, "INVALID_MODULE", "the module name given seems to be invalid")
      }
      return ImitatedAnswer(200, call.path[1] == "fields" ? fields(module) : layouts(module))
    default:
      return failure(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one")
    }
  }

  /// GET `/org`.
  var organisation: JSONValue {
    let license: JSONValue = [
      "paid": true, "paid_type": "standard", "users_license_purchased": 6,
      "paid_expiry": "2030-12-31T00:00:00+01:00",
      "trial_expiry": .null,
    ]
    return [
      "org": [
        [
          "id": JSONValue(SimulatedZoho.organisation), "zgid": "20001", "company_name": "Simulated Ltd",
          "primary_email": "sync@counterfoil.example", "country_code": "DE", "currency": "Euro - EUR",
          "iso_code": "EUR", "currency_locale": "de_DE", "mc_status": false, "time_zone": "Europe/Berlin",
          "domain_name": "org20001", "type": "production", "license_details": license,
        ]
      ]
    ]
  }

  /// GET `/users`.
  func users(_ request: ImitatedRequest) -> ImitatedAnswer {
    let users = request.parameter("type") == "CurrentUser" ? Array(ZohoUser.all.prefix(1)) : ZohoUser.all
    let rows = users.map { user -> JSONValue in
      [
        "id": JSONValue(String(user.id)), "zuid": JSONValue(String(user.id % 1_000_000)),
        "full_name": JSONValue(user.name),
        "last_name": JSONValue(String(user.name.split(separator: " ").last ?? "")),
        "email": JSONValue(user.mail), "status": "active", "confirm": true, "time_zone": "Europe/Berlin",
        "locale": "de_DE", "role": ["name": "CEO", "id": "4876876000000026005"],
        "profile": ["name": "Administrator", "id": "4876876000000026011"], "type__s": "Regular User",
      ]
    }
    let whole: JSONValue = [
      "per_page": 200, "count": JSONValue(rows.count), "page": 1, "more_records": false,
    ]
    var body: JSONObject = ["users": .array(rows)]
    body["info"] = info(whole)
    return ImitatedAnswer(200, .object(body))
  }

  private static func module(_ module: ZohoModule) -> JSONValue {
    [
      "api_name": JSONValue(module.name), "module_name": JSONValue(module.name),
      "singular_label": JSONValue(module.singular), "plural_label": JSONValue(module.name),
      "id": JSONValue(String(module.id)), "generated_type": "default", "api_supported": true,
      "creatable": true,
      "editable": true, "deletable": true, "viewable": true, "visible": true, "visibility": 1,
      "status": "visible",
      "profiles": [], "modified_time": .null,
    ]
  }

  private func fields(_ module: ZohoModule) -> JSONValue {
    let rows = module.fields.enumerated().map { position, field -> JSONValue in
      var object: JSONObject = [
        "id": JSONValue(String(module.id + UInt64(position) + 1)), "api_name": JSONValue(field.name),
        "field_label": JSONValue(field.label), "display_label": JSONValue(field.label),
        "data_type": JSONValue(field.kind.dataType),
      ]
      // Some fields come without: Record_Image has never had one.
      if field.kind != .profileImage { object["json_type"] = JSONValue(field.kind.jsonType) }
      object["length"] = JSONValue(field.length)
      object["decimal_place"] = field.kind == .currency || field.kind == .percent ? 2 : .null
      object["system_mandatory"] = JSONValue(field.isMandatory)
      object["read_only"] = JSONValue(
        field.isReadOnly || hiddenFields.contains("\(module.name).\(field.name)"))
      object["field_read_only"] = JSONValue(field.isReadOnly)
      object["custom_field"] = JSONValue(field.isCustom)
      object["visible"] = true
      object["view_type"] = [
        "view": true, "edit": JSONValue(!field.isReadOnly), "create": true, "quick_create": false,
      ]
      object["operation_type"] = [
        "api_create": JSONValue(!field.isReadOnly), "api_update": JSONValue(!field.isReadOnly),
        "web_create": JSONValue(!field.isReadOnly), "web_update": JSONValue(!field.isReadOnly),
      ]
      object["unique"] = isUnique(field, module) ? ["case_sensitive": false] : [:]
      object["external"] = field.isExternal ? ["show": true, "type": "org"] : .null
      object["pick_list_values"] = .array(Self.choices(field))
      object["lookup"] = Self.lookup(field)
      object["searchable"] = true
      object["sortable"] = true
      object["filterable"] = true
      object["private"] = nil
      object["profiles"] = []
      return .object(object)
    }
    return [
      "fields": .array(
        rows.filter { !removedFields.contains("\(module.name).\($0["api_name"]?.string ?? "")") })
    ]
  }

  /// Whether a field is unique: as made, or as the switch for system fields says.
  func isUnique(_ field: ZohoField, _ module: ZohoModule) -> Bool {
    field.isUnique && enforcesUnique || quirks.systemFields == .unique && field.name == module.systemField
  }

  private static func choices(_ field: ZohoField) -> [JSONValue] {
    guard field.kind == .picklist || field.kind == .multiselect else { return [] }
    let none = field.kind == .picklist && !field.choices.isEmpty ? ["-None-"] : []
    return (none + field.choices).enumerated().map { position, choice in
      [
        "display_value": JSONValue(choice), "actual_value": JSONValue(choice),
        "reference_value": JSONValue(choice),
        "id": JSONValue(String(4_876_876_000_000_010_000 + position)),
        "sequence_number": JSONValue(position + 1),
        "type": "used", "colour_code": .null,
      ]
    }
  }

  private static func lookup(_ field: ZohoField) -> JSONValue {
    guard case .lookup(let name) = field.kind, let module = ZohoModule.all.first(where: { $0.name == name })
    else {
      return [:]
    }
    return [
      "module": ["api_name": JSONValue(name), "id": JSONValue(String(module.id))],
      "display_label": JSONValue(field.label), "api_name": JSONValue(field.name),
      "id": JSONValue(String(module.id)),
    ]
  }

  private func layouts(_ module: ZohoModule) -> JSONValue {
    let fields = module.fields.map { field -> JSONValue in
      ["api_name": JSONValue(field.name), "required": JSONValue(field.isMandatory)]
    }
    return [
      "layouts": [
        [
          "id": JSONValue(String(module.id + 900)), "name": "Standard", "status": "active", "visible": true,
          "profiles": [], "sections": [["api_name": JSONValue("Main"), "fields": .array(fields)]],
        ]
      ]
    ]
  }
}
