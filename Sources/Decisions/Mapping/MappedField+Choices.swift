package import Diagnostics

extension MappedField {
  /// Why the field cannot be what Zoho's metadata calls it (`data_type`); nil where it can.
  ///
  /// Zoho takes and gives a multi-select pick list as an array of texts: any other type would write what it refuses,
  /// and read nothing.
  package func choiceMismatch(dataType: String, module: String) -> Failure? {
    let isMultiSelect = dataType == "multiselectpicklist"
    guard isMultiSelect != (type == .multiSelect), !dataType.isEmpty else { return nil }
    return Failure(
      .fieldTypeDiffers,
      isMultiSelect
        ? "\(module).\(zoho) is a multi-select pick list, but the field \(id) has the type \(type.rawValue)"
        : "\(module).\(zoho) is no multi-select pick list (\(dataType)), but the field \(id) has the type \(type.rawValue)",
      at: place.description,
      remedy: isMultiSelect ? "add type: multi_select" : "take type: multi_select out")
  }
}
